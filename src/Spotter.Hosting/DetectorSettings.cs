using Spotter.Vision;

namespace Spotter.Hosting;

/// <summary>One detector of an application. A setting left null is the detector's own default.</summary>
public sealed class DetectorSettings
{
    /// <summary>
    /// <c>faces</c>, <c>smiles</c>, <c>road</c>, another built-in model's name, or the path of a model file; null means
    /// the model that is called as the detector is.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>What to call what is found; networks of several classes keep their own labels.</summary>
    public string? Label { get; set; }

    /// <summary>Detections of a lower score are left out; of networks 0 to 1.</summary>
    public double? MinScore { get; set; }

    /// <summary>Nothing smaller is looked for: width and height in pixels, 0 or more.</summary>
    public int? MinSize { get; set; }

    /// <summary>Nothing larger is looked for: width and height in pixels, 0 or more; 0 means the picture's.</summary>
    public int? MaxSize { get; set; }

    /// <summary>The longer side that a picture is brought to before a network sees it: 32 to 16384 pixels.</summary>
    public int? InputSize { get; set; }

    /// <summary>How many overlapping candidates of a cascade make a find: 0 or more.</summary>
    public int? MinNeighbors { get; set; }

    /// <summary>By how much a cascade's window grows from one scale to the next: 1.001 to 100.</summary>
    public double? ScaleFactor { get; set; }

    /// <summary>How many threads work on one picture: 1 or more; null means <see
    /// cref="SpotterOptions.Threads"/>.</summary>
    public int? Threads { get; set; }

    /// <summary>Makes the detector in place of a model. Code sets it, configuration cannot.</summary>
    public Func<IDetector>? Create { get; set; }

    /// <summary>The settings of a search.</summary>
    /// <param name="threads">For where <see cref="Threads"/> is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    internal DetectionOptions ToOptions(int? threads) =>
        new()
        {
            MinScore = MinScore,
            MinSize = MinSize is { } least ? new BoxSize(least, least) : null,
            MaxSize = MaxSize is { } most ? new BoxSize(most, most) : null,
            InputSize = InputSize,
            MinNeighbors = MinNeighbors,
            ScaleFactor = ScaleFactor,
            Threads = Threads ?? threads,
        };
}
