using Spotter.Media.Drawing;
using Spotter.Networks.Text;
using Spotter.Searching;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Applications;

/// <summary>Cars and people on the road.</summary>
public static class Road
{
    /// <summary>The label of cars.</summary>
    public const string Car = "car";

    /// <summary>The label of people.</summary>
    public const string Person = "person";

    private static readonly string[] Vehicles = [Car, "truck", "bus", "van"];
    private static readonly string[] People = [Person, "pedestrian"];

    /// <summary>Makes the application.</summary>
    /// <param name="options">What finds cars and people; null takes the built-in models.</param>
    /// <exception cref="SpotterException">A model finds no cars, or no people.</exception>
    public static Application Create(RoadOptions? options = null)
    {
        options ??= new RoadOptions();
        return new Application(DetectorOf(options))
        {
            Tracking = TrackerOptions.Default,
            Drawing = AnnotatorOptions.Default with
            {
                Label = LabelTemplate.LabelAndId,
                ColorByLabel = Colors((Car, DrawColor.FromRgb(255, 0, 0)), (Person, DrawColor.FromRgb(255, 255, 0))),
                ShadowByLabel = Colors((Car, DrawColor.FromRgb(0, 0, 255))),
            },
        };
    }

    // The built-in network finds both in one pass.
    private static IDetector DetectorOf(RoadOptions options)
    {
        if (options.Cars is null && options.People is null)
        {
            return Detector.Road(options.PersonMinScore, options.CarMinScore);
        }

        var cars = new SelectedClasses(options.Cars ?? Detector.Cars(), Car, Vehicles, options.CarMinScore);
        var people = new SelectedClasses(options.People ?? Detector.People(), Person, People, options.PersonMinScore);
        return new CombinedDetector([cars, people]);
    }

    /// <summary>
    /// What a model's classes count as: <c>car, truck and bus count as car</c>; null where there is nothing to say.
    /// </summary>
    /// <param name="detector">The model.</param>
    /// <param name="label"><see cref="Car"/> or <see cref="Person"/>.</param>
    /// <exception cref="SpotterException">It finds none of them.</exception>
    public static string? Selection(IDetector detector, string label)
    {
        ArgumentNullException.ThrowIfNull(detector);
        IReadOnlyList<string> merged = new SelectedClasses(
            detector,
            label,
            label == Car ? Vehicles : People,
            null
        ).Merged;
        return merged.Count == 0
            ? null
            : $"of its {Counted.Of(detector.Labels.Count, "class")} {string.Join(", ", merged)} "
                + $"{(merged.Count == 1 ? "counts" : "count")} as {label}";
    }

    private static Dictionary<string, DrawColor> Colors(params (string Label, DrawColor Color)[] colors) =>
        colors.ToDictionary(static entry => entry.Label, static entry => entry.Color, StringComparer.Ordinal);
}
