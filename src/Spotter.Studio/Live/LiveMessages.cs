using Spotter.Studio.Detecting;

namespace Spotter.Studio.Live;

/// <summary>What a client says it wants to see; the first message, and again whenever it changes.</summary>
internal sealed record LiveSettings
{
    public string? Type { get; init; }

    /// <summary>Names of detectors; faces unless given.</summary>
    public string[]? Detectors { get; init; }

    public SearchSettings? Search { get; init; }

    /// <summary>0 shows each frame's own boxes; up to 1, boxes are tracked and ever calmer.</summary>
    public double Smoothing { get; init; } = 0.5;

    /// <summary>Whether results tell how faces are turned, for whoever puts stickers on them.</summary>
    public bool Poses { get; init; }
}

/// <summary>The settings are in use from the next frame on.</summary>
/// <param name="Type">Always <c>ready</c>.</param>
/// <param name="Labels">What can be found.</param>
internal sealed record LiveReady(string Type, IReadOnlyList<string> Labels);

/// <summary>What was found in a frame.</summary>
/// <param name="Type">Always <c>result</c>.</param>
/// <param name="Frame">Which one, counted from 0 in the order in which they were sent.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Detections">What was found.</param>
/// <param name="Ms">Milliseconds of the search.</param>
/// <param name="QueueMs">Milliseconds of waiting for a processor.</param>
internal sealed record LiveResult(
    string Type,
    long Frame,
    int Width,
    int Height,
    FoundBox[] Detections,
    double Ms,
    double QueueMs
);

/// <summary>A message that could not be used; the connection goes on.</summary>
/// <param name="Type">Always <c>error</c>.</param>
/// <param name="Frame">Which frame it was; missing for settings.</param>
/// <param name="Detail">What was wrong with it.</param>
internal sealed record LiveError(string Type, long? Frame, string Detail);
