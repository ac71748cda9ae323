namespace Spotter.Sources;

/// <summary>What is behind the names that a user gave.</summary>
/// <param name="Pictures">The pictures in order; where nothing could be found, a problem in its place.</param>
/// <param name="Videos">Videos, cameras and streams, in order.</param>
/// <param name="LeftOut">What lay beside them in folders and is neither.</param>
public sealed record FoundSources(
    IReadOnlyList<PictureSource> Pictures,
    IReadOnlyList<VideoFound> Videos,
    LeftOut LeftOut
);
