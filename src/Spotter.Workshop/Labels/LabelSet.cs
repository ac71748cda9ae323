namespace Spotter.Workshop.Labels;

/// <summary>The labels of many pictures.</summary>
/// <param name="Pictures">The pictures whose labels could be read, in the order of the labels.</param>
/// <param name="Labels">The names of the classes, in the order of the format's own list where it has one.</param>
/// <param name="Problems">A line for each picture or box that is left out: what was wrong, and where.</param>
public sealed record LabelSet(
    IReadOnlyList<LabelledPicture> Pictures,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Problems
)
{
    /// <summary>
    /// Lines about what was understood and might surprise: boxes that were clipped, pictures that count as background.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
