using Spotter.Results;
using Spotter.Sources;

namespace Spotter.Batches;

/// <summary>What became of one picture: a result or a problem.</summary>
/// <param name="Source">The picture.</param>
/// <param name="Result">What was found; null where there is a problem.</param>
/// <param name="Problem">What went wrong, in one line that names the picture; null where there is a result.</param>
public sealed record PictureOutcome(PictureSource Source, PictureResult? Result, string? Problem)
{
    /// <summary>
    /// What was left out of a file whose picture was read, such as further pages, in one line that names it; null where
    /// nothing was.
    /// </summary>
    public string? Note { get; init; }

    /// <summary>Where the problem is a fault of the program rather than of the picture: the exception.</summary>
    public Exception? Fault { get; init; }
}
