using Spotter.Apps.Batches;
using Spotter.Media.Drawing;

namespace Spotter.Apps.Searching;

/// <summary>What a search through pictures reads, how it searches and what it writes.</summary>
public sealed record PictureSearchOptions
{
    /// <summary>Where outputs go if no place is named: below the working folder.</summary>
    public const string DefaultOutput = "spotter-out";

    /// <summary>Pictures, folders, globs, list files, or <c>-</c> for standard input.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Whether subfolders are searched too.</summary>
    public bool Recursive { get; init; }

    /// <summary>
    /// The folder for annotated copies and files of results; for a single picture also the name of its annotated copy.
    /// </summary>
    public string Output { get; init; } = DefaultOutput;

    /// <summary>How annotated copies are drawn; null writes none.</summary>
    public AnnotatorOptions? Drawing { get; init; }

    /// <summary>The folder for what was found, cut out; null for none.</summary>
    public string? Crops { get; init; }

    /// <summary>Files of results to write into <see cref="Output"/>.</summary>
    public IReadOnlyList<ResultFormat> Formats { get; init; } = [];

    /// <summary>Where a line of JSON a picture goes; null for nowhere. It is not closed.</summary>
    public Stream? JsonLines { get; init; }

    /// <summary>How to read and search.</summary>
    public BatchOptions Batch { get; init; } = new();
}
