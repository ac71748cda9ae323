namespace Spotter.Workshop.Labels;

/// <summary>How to read labels.</summary>
public sealed record LabelReadOptions
{
    /// <summary>The settings that apply when none are given.</summary>
    public static LabelReadOptions Default { get; } = new();

    /// <summary>The format; null tells it by what the path is.</summary>
    public LabelFormat? Format { get; init; }

    /// <summary>Where the pictures are; null looks where the format usually has them.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>
    /// YOLO: the classes by number; empty reads data.yaml or classes.txt of the data set, and without one numbers are
    /// the names.
    /// </summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>OpenCV's info.dat: what its boxes are; the format has no classes.</summary>
    public string ObjectLabel { get; init; } = "object";

    /// <summary>
    /// Whether pictures in a folder <c>test</c> are left out where there are others: what is learned from is no test.
    /// </summary>
    public bool LeavesOutTestPart { get; init; }
}
