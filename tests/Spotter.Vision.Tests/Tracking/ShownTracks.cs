using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

internal static class ShownTracks
{
    /// <summary>What is drawn of tracks.</summary>
    public static IReadOnlyList<Detection> Shown(this IReadOnlyList<Track> tracks) =>
        [.. tracks.Select(static track => track.Shown)];
}
