using Spotter.Learning.Detectors.Networks;

namespace Spotter.ModelRecipes.Networks;

/// <summary>How one of the built-in networks is made.</summary>
internal sealed record NetworkRecipe
{
    /// <summary>Faces of all kinds.</summary>
    public static NetworkRecipe Faces { get; } =
        new()
        {
            Name = "faces",
            Labels = ["face"],
            NearFilters = 32,
            SmallestSides = [7],
            FalseAlarms = [0.1],
            InputSize = 512,
            PastesPeople = false,
            Frequencies = new(StringComparer.Ordinal)
            {
                ["faces-ilc"] = 2,
                ["faces-grey"] = 0.5,
                ["faces-kagglemask"] = 1.2,
                ["people-flickr"] = 1.2,
                ["people-voc"] = 1,
                ["people-coco"] = 1.5,
                ["scenes-without-faces"] = 3,
                ["people-darmstadt"] = 0.5,
                ["people-indoor"] = 0.12,
                ["coco-tiny"] = 1,
                ["street-manaus"] = 0.5,
                ["cctv-rf100"] = 0.1,
                ["cars-kaggleframes"] = 0.15,
                ["cars-openimages"] = 0.5,
                ["cars-single"] = 0.3,
                ["street-labelled"] = 0.5,
                ["frames"] = 0.3,
            },
        };

    /// <summary>People and cars.</summary>
    public static NetworkRecipe Road { get; } =
        new()
        {
            Name = "road",
            Labels = ["person", "car"],
            NearFilters = 64,
            SmallestSides = [11, 9],
            FalseAlarms = [0.3, 0.3],
            InputSize = 512,
            PastesPeople = true,
            Frequencies = new(StringComparer.Ordinal)
            {
                ["people-flickr"] = 2,
                ["people-voc"] = 2.2,
                ["people-coco"] = 4,
                ["people-darmstadt"] = 1.8,
                ["people-indoor"] = 0.4,
                ["coco-tiny"] = 4,
                ["street-manaus"] = 3,
                ["cctv-rf100"] = 1,
                ["cars-kaggleframes"] = 0.6,
                ["cars-openimages"] = 2.4,
                ["cars-single"] = 0.3,
                ["scenes-without-faces"] = 3,
                ["faces-ilc"] = 1,
                ["faces-grey"] = 0.1,
                ["faces-kagglemask"] = 0.6,
                ["street-labelled"] = 8,
                ["frames"] = 2.5,
            },
        };

    public required string Name { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required int NearFilters { get; init; }

    public required IReadOnlyList<float> SmallestSides { get; init; }

    /// <summary>For each class the false alarms a picture at its threshold.</summary>
    public required IReadOnlyList<double> FalseAlarms { get; init; }

    /// <summary>The longer side that the model brings pictures to.</summary>
    public required int InputSize { get; init; }

    /// <summary>Whether crops of people are pasted into scenes.</summary>
    public required bool PastesPeople { get; init; }

    /// <summary>How often a picture of a set is seen: evens out classes and copies.</summary>
    public required Dictionary<string, double> Frequencies { get; init; }

    /// <summary>How much background counts where a class is not labelled, but for what another network found.</summary>
    public float WeakBackground { get; init; } = 0.3f;

    /// <summary>From which score on another network's find is an object where its class is not complete.</summary>
    public double Trust { get; init; } = 0.55;

    /// <summary>How much such an object counts.</summary>
    public float TrustWeight { get; init; } = 0.5f;

    /// <summary>How much an object counts that two other networks found.</summary>
    public float ConfirmedWeight { get; init; } = 0.9f;

    public double FrequencyOf(string set) => Frequencies.GetValueOrDefault(set, 1);

    public static NetworkRecipe Get(string name) =>
        name switch
        {
            "faces" => Faces,
            "road" => Road,
            _ => throw new ArgumentException($"there is no recipe {name}; there are faces and road"),
        };
}
