using System.Numerics;
using Spotter.ModelRecipes.StreetRenders.Cars;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders.People;

/// <summary>A street with people, furniture and cars, and how a camera sees it.</summary>
internal sealed class PeopleScene
{
    public const int Width = 384;
    public const int Height = 256;

    private const float Nearest = 4;
    private const float NearestCar = 7;
    private const float Farthest = 30;
    private const float LeastVisible = 0.65f;
    private const float HiddenBelow = 0.1f;
    private const int LeastHeight = 40;

    // Of what the detector learns as a person.
    private const float Aspect = 40 / 96f;

    private readonly Dice _dice;

    // Half the width of what the camera sees, a metre ahead.
    private readonly float _reach;
    private readonly Raster _raster;
    private readonly List<Pillar> _pillars = [];
    private readonly List<(Vector2 Foot, IReadOnlyList<Mesh> Meshes)> _people = [];
    private readonly List<Mesh> _cars = [];

    public PeopleScene(Dice dice)
    {
        _dice = dice;
        float height = dice.Between(1.1, 2.2);
        _reach = dice.Between(0.2, 0.6);
        float across = _reach * 2 * Height / Width;
        float horizon = across * dice.Between(0.3, 0.6);
        _raster = StreetView.Begin(height, new Vector4(-_reach, -horizon, _reach, across - horizon), Width, Height);
        AddFurniture();
        AddPeople();
        AddCars();
    }

    /// <summary>Where people are, in pixels; those that hardly show are left out.</summary>
    public IEnumerable<DrawnPerson> People() => _people.Select(person => Find(person.Meshes)).OfType<DrawnPerson>();

    /// <summary>Makes the picture; once, for it takes further random numbers.</summary>
    /// <param name="background">What stands behind.</param>
    public GrayImage Develop(GrayImage background) =>
        StreetView.Develop(_dice, _raster, _cars, _pillars, background, Distance(Nearest));

    private void AddFurniture()
    {
        var builder = new FurnitureBuilder(_dice);
        for (int count = 1 + _dice.Below(6); count > 0; count--)
        {
            Vector2 foot = Place(Nearest);
            Stand(foot, builder.Build(foot));
        }
    }

    private void AddPeople()
    {
        for (int count = 1 + _dice.Below(5); count > 0; count--)
        {
            bool isInCompany = _people.Count > 0 && _dice.Chance(0.3);
            Vector2 foot = isInCompany
                ? _people[^1].Foot
                    + new Vector2((_dice.Chance(0.5) ? 1 : -1) * _dice.Between(0.4, 0.8), _dice.Normal(0.4))
                : Place(Nearest);
            _people.Add((foot, PersonBuilder.Build(_dice, foot, _dice.Between(0, 2 * Math.PI))));
            Stand(foot, _people[^1].Meshes);
        }
    }

    private void AddCars()
    {
        for (int count = _dice.Below(3); count > 0; count--)
        {
            float along = MathF.PI / 2;
            Mesh car = CarMesh.Build(
                new CarLooks(_dice),
                Place(NearestCar),
                _dice.Chance(0.6) ? along + _dice.Normal(0.2) : _dice.Between(0, 2 * Math.PI)
            );
            _cars.Add(car);
            _raster.Draw(car);
        }
    }

    private float Distance(float nearest) => nearest * MathF.Pow(Farthest / nearest, _dice.Between(0, 1));

    private Vector2 Place(float nearest)
    {
        float ahead = Distance(nearest);
        return new Vector2(ahead * _reach * _dice.Between(-1, 1), ahead);
    }

    private void Stand(Vector2 foot, IReadOnlyList<Mesh> meshes)
    {
        _pillars.Add(Pillar.Of(foot, meshes));
        _raster.Draw(meshes);
    }

    private DrawnPerson? Find(IReadOnlyList<Mesh> meshes)
    {
        float visible = _raster.VisibleShare(meshes);
        Vector4 extent = StreetView.Extent(_raster, meshes);
        int height = (int)Math.Round(extent.W - extent.Y);
        int width = (int)Math.Round(height * Aspect);
        var whole = new Box(
            (int)Math.Round((extent.X + extent.Z - width) / 2),
            (int)Math.Round(extent.Y),
            width,
            height
        );
        Box inside = whole.Intersect(new Box(0, 0, Width, Height));
        return inside.IsEmpty || visible < HiddenBelow
            ? null
            : new DrawnPerson(inside, inside == whole && visible >= LeastVisible && height >= LeastHeight);
    }
}

/// <param name="Box">In the proportions of what a detector learns, cut off at the picture's edge.</param>
/// <param name="IsSeenWell">Whether hardly a part is hidden or outside, and the person is not too small.</param>
internal readonly record struct DrawnPerson(Box Box, bool IsSeenWell);
