using Spotter.Studio.Scheduling;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Jobs;

/// <summary>A detector whose searches wait for their turn among all clients of the studio.</summary>
internal sealed class TakingTurns(IDetector detector, FairScheduler scheduler, string lane) : IDetector
{
    public IReadOnlyList<string> Labels => detector.Labels;

    public bool UsesColor => detector.UsesColor;

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        DetectionOptions alone = (options ?? DetectionOptions.Default) with { Threads = 1 };
        return scheduler
            .RunAsync(lane, () => detector.Detect(frame, alone, cancellationToken), cancellationToken)
            .GetAwaiter()
            .GetResult();
    }
}
