namespace Spotter.Learning.Datasets;

/// <summary>The pictures of a data set before any is read: what a folder or a table says of them.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Entries">The pictures, in an order that is the same everywhere.</param>
/// <param name="Notes">What was left aside, and why.</param>
internal sealed record PictureList(string Name, IReadOnlyList<PictureEntry> Entries, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the data set says itself which picture belongs to which part.</summary>
    public bool HasParts => Entries.Any(static entry => entry.Part is not null);

    /// <summary>The classes of a part, or of all pictures, in order.</summary>
    public string[] ClassesOf(DatasetPart? part = null) =>
        ClassNames.Sort(
            Entries.Where(entry => part is null || entry.Part == part).Select(static entry => entry.ClassName)
        );

    public PictureList Only(DatasetPart part) =>
        this with
        {
            Entries = [.. Entries.Where(entry => entry.Part == part)],
        };
}

/// <summary>A picture that a data set names.</summary>
/// <param name="File">Its path.</param>
/// <param name="Name">What the data set calls it: the path within it, with <c>/</c>.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Part">Its part; null where the data set does not say.</param>
/// <param name="Group">What it shares with others that must stay with it; null for nothing.</param>
/// <param name="Place">Where it is named, for messages.</param>
internal sealed record PictureEntry(
    string File,
    string Name,
    string ClassName,
    DatasetPart? Part,
    string? Group,
    string Place
);
