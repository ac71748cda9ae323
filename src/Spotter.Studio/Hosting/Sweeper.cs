using Spotter.Studio.Explaining;
using Spotter.Studio.Jobs;

namespace Spotter.Studio.Hosting;

/// <summary>Removes what is too old, a minute after a minute, and counts what is left.</summary>
internal sealed class Sweeper : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Timer _timer;

    public Sweeper(JobStore jobs, ExplainService explanations, Storage storage, StudioLog log) =>
        _timer = new Timer(
            _ =>
            {
                try
                {
                    jobs.Sweep();
                    explanations.Sweep();
                    storage.Refresh();
                }
#pragma warning disable CA1031 // what fails now may work in a minute
                catch (Exception e)
#pragma warning restore CA1031
                {
                    log.Fault("removing what is old", e);
                }
            },
            null,
            Pause,
            Pause
        );

    public void Dispose() => _timer.Dispose();
}
