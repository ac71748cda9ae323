namespace Spotter.ModelRecipes.StreetRenders.Cars;

/// <summary>Kinds of bodies that stand and drive in streets.</summary>
internal enum CarKind
{
    Hatchback,
    Saloon,
    Estate,
    OffRoader,
    Van,
    Truck,
}
