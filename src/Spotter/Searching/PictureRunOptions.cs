using Spotter.Batches;
using Spotter.Files;
using Spotter.Shards;

namespace Spotter.Searching;

/// <summary>How a search through pictures reads and searches, and what it writes.</summary>
public sealed record PictureRunOptions
{
    /// <summary>Where outputs go if no place is named: below the working folder.</summary>
    public const string DefaultOutput = "spotter-out";

    /// <summary>What else is made of each picture; it gets them undrawn.</summary>
    public IReadOnlyList<IPictureSink> Sinks { get; init; } = [];

    /// <summary>
    /// The folder for annotated copies and files of results; for a single picture also the name of its annotated copy.
    /// </summary>
    public string Output { get; init; } = DefaultOutput;

    /// <summary>
    /// What may be written over: null for nothing but what an earlier run wrote. The pictures and lists of
    /// the source are its inputs in any case.
    /// </summary>
    public Outputs? Outputs { get; init; }

    /// <summary>Told what a user should know about the outputs.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>Whether annotated copies are written, drawn as the application draws.</summary>
    public bool WritesCopies { get; init; }

    /// <summary>The folder for what was found, cut out; null for none.</summary>
    public string? Crops { get; init; }

    /// <summary>Files of results to write into <see cref="Output"/>.</summary>
    public IReadOnlyList<ResultFormat> Formats { get; init; } = [];

    /// <summary>Where a line of JSON a picture goes; null for nowhere. It is not closed.</summary>
    public Stream? JsonLines { get; init; }

    /// <summary>Keeps the results of a shard; null where the run is a run by itself.</summary>
    internal ShardJournal? Shard { get; init; }

    /// <summary>How to read and search.</summary>
    public BatchOptions Batch { get; init; } = new();
}
