using System.Globalization;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Shards;
using Spotter.Sources;

namespace Spotter.Videos;

/// <summary>A range of time of a video, which one task searches.</summary>
/// <param name="Video">The video.</param>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Start">Its first frame is not before this.</param>
/// <param name="End">Its last frame is before this; null for the end of what is read.</param>
internal sealed record VideoPart(VideoFound Video, int Index, int Count, TimeSpan Start, TimeSpan? End)
{
    // Shorter ones spend their time on starting, longer ones keep everybody waiting for the last.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The video's own name where it is in one part, else with its range: <c>a.mp4#t=60,120</c>.</summary>
    /// <remarks>W3C, "Media Fragments URI 1.0", section 4.2.1.</remarks>
    public string Name =>
        Count == 1
            ? Video.Source.DisplayName
            : $"{Video.Source.DisplayName}#t={Seconds(Start)}{(End is { } end ? $",{Seconds(end)}" : "")}";

    /// <summary>The parts of a video, as every task of a run sees them.</summary>
    public static async Task<IReadOnlyList<VideoPart>> AllOfAsync(VideoFound video, ShardRun run)
    {
        var start = TimeSpan.FromSeconds(run.Start);
        TimeSpan length = await LengthOfAsync(video.Source) - start;
        if (run.Duration is { } seconds && TimeSpan.FromSeconds(seconds) < length)
        {
            length = TimeSpan.FromSeconds(seconds);
        }

        int count = Math.Max(1, CountOf(length, run));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new VideoPart(
                    video,
                    i,
                    count,
                    start + Border(length, i, count),
                    i == count - 1 ? null : start + Border(length, i + 1, count)
                )),
        ];
    }

    private static int CountOf(TimeSpan length, ShardRun run)
    {
        if (run.PartSeconds is { } about)
        {
            return (int)Math.Min(Shard.MostShards, Math.Ceiling(length.TotalSeconds / about));
        }

        int fewest = (int)Math.Ceiling(length / Longest);
        return Math.Clamp(run.Shards, fewest, Math.Max(fewest, (int)(length / Shortest)));
    }

    // In whole milliseconds, which names show.
    private static TimeSpan Border(TimeSpan length, int index, int count) =>
        TimeSpan.FromMilliseconds(Math.Round(length.TotalMilliseconds * index / count));

    /// <summary>How long it is; zero where nobody knows, or where no place in it can be found again exactly.</summary>
    private static async Task<TimeSpan> LengthOfAsync(VideoSource source)
    {
        if (source.Kind == VideoSourceKind.File && ToolInput.IsAnimatedWebP(source.Location))
        {
            return TimeSpan.Zero;
        }

        try
        {
            VideoInfo info = await VideoProbe.ReadAsync(source, CancellationToken.None);
            return info is { ClockMayRestart: false, Duration: { } length } ? length : TimeSpan.Zero;
        }
        catch (VideoException)
        {
            // Whoever reads it says why it cannot be read.
            return TimeSpan.Zero;
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
