using System.Diagnostics;

namespace Spotter.Media.Windows;

/// <summary>Holds frames back until their time, so that a file that is only watched plays at its own speed.</summary>
internal sealed class PlaybackPace
{
    // Behind by more than this, the clock starts anew: catching up would play the next seconds too fast.
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(0.25);

    private readonly Stopwatch _clock = new();
    private TimeSpan _origin;

    public async Task WaitAsync(TimeSpan timestamp, CancellationToken stop)
    {
        TimeSpan early = timestamp - _origin - _clock.Elapsed;
        if (!_clock.IsRunning || early < -MaxLag || early > TimeSpan.FromSeconds(10))
        {
            _origin = timestamp;
            _clock.Restart();
        }
        else if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, stop)
                .ContinueWith(
                    static _ => { },
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default
                )
                .ConfigureAwait(false);
        }
    }
}
