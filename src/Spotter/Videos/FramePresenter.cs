using System.Diagnostics;
using System.Threading.Channels;
using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Videos.Hiding;

namespace Spotter.Videos;

/// <summary>
/// The last stage of a run: cuts out, draws, encodes and shows frames, and gives them back to the reader.
/// </summary>
internal sealed class FramePresenter(
    VideoRunPlan plan,
    VideoReader reader,
    VideoWriter? writer,
    StageTimes times,
    Outputs outputs
)
{
    private readonly FramePainter _painter = new(plan, times);
    private readonly PlaybackPace? _pace =
        plan.Options.View is not null && writer is null && !reader.IsLive ? new PlaybackPace() : null;
    private readonly HeldFrames? _held = plan is { Hides: true, IsPainted: true }
        ? new HeldFrames(reader.IsLive)
        : null;
    private readonly TrackCrops? _crops = plan.Options.Crops is { } stem
        ? new TrackCrops(stem, outputs, plan.Options.CropInterval) { Journal = plan.Options.Journal }
        : null;

    public int CropsWritten => _crops?.Written ?? 0;

    public async Task PresentAsync(ChannelReader<FollowedFrame> frames, CancellationToken stop)
    {
        await foreach (FollowedFrame followed in frames.ReadAllAsync(CancellationToken.None))
        {
            if (plan.KeepsPictures)
            {
                plan.Options.Journal!.Look(followed.Result, followed.Frame.Bgr);
            }

            _crops?.Take(followed);
            foreach (FollowedFrame ready in _held?.Pass(followed) ?? [followed])
            {
                await PresentAsync(ready, stop);
            }
        }

        foreach (FollowedFrame ready in _held?.Rest() ?? [])
        {
            await PresentAsync(ready, stop);
        }

        _crops?.Complete();
    }

    private async Task PresentAsync(FollowedFrame followed, CancellationToken stop)
    {
        if (plan.IsPainted)
        {
            long start = Stopwatch.GetTimestamp();
            _painter.Paint(followed);
            times.AddSince("draw", start);
        }

        times.Tick();
        if (writer is not null)
        {
            long start = Stopwatch.GetTimestamp();
            await writer.WriteAsync(followed.Frame, CancellationToken.None);
            times.AddSince("encode", start);
        }

        if (_pace is not null)
        {
            await _pace.WaitAsync(followed.Frame.Timestamp, stop);
        }

        plan.Options.View?.Show(followed.Frame.Bgr);
        reader.Recycle(followed.Frame);
    }
}
