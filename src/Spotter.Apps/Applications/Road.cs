using Spotter.Apps.Searching;
using Spotter.Learning.SecondStages;
using Spotter.Media.Drawing;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Apps.Applications;

/// <summary>Cars and people on the road.</summary>
public static class Road
{
    /// <summary>The label of cars.</summary>
    public const string Car = "car";

    /// <summary>The label of people.</summary>
    public const string Person = "person";

    /// <summary>Makes the application.</summary>
    /// <param name="cars">What finds cars; null takes the built-in model.</param>
    public static Application Create(IDetector? cars = null) =>
        new(new CombinedDetector([cars ?? SecondStage.AddTo(Detector.Cars()), SecondStage.AddTo(Detector.People())]))
        {
            Tracking = TrackerOptions.Default,
            Drawing = AnnotatorOptions.Default with
            {
                Label = LabelTemplate.LabelAndId,
                ColorByLabel = Colors((Car, DrawColor.FromRgb(255, 0, 0)), (Person, DrawColor.FromRgb(255, 255, 0))),
                ShadowByLabel = Colors((Car, DrawColor.FromRgb(0, 0, 255))),
            },
        };

    private static Dictionary<string, DrawColor> Colors(params (string Label, DrawColor Color)[] colors) =>
        colors.ToDictionary(static entry => entry.Label, static entry => entry.Color, StringComparer.Ordinal);
}
