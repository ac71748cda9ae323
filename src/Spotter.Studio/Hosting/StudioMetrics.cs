using System.Diagnostics;
using System.Diagnostics.Metrics;
using Spotter.Studio.Jobs;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Hosting;

/// <summary>What the studio has done, for <c>/api/v1/metrics</c>.</summary>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>What the studio's meter is called; that of searches is SearchInstruments' own.</summary>
    public const string MeterName = "Spotter.Studio";

    private readonly Meter _meter = new(MeterName);
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _pictures;
    private long _frames;
    private long _searchMicroseconds;
    private int _live;

    public StudioMetrics(FairScheduler scheduler, ByteBudget budget, JobRunner jobs, StudioLog log)
    {
        // Names and units follow OpenTelemetry's semantic conventions.
        _meter.CreateObservableCounter(
            "spotter.studio.pictures",
            () => Pictures,
            "{picture}",
            "Pictures searched by REST."
        );
        _meter.CreateObservableCounter(
            "spotter.studio.frames",
            () => Frames,
            "{frame}",
            "Frames searched on live connections."
        );
        _meter.CreateObservableCounter("spotter.studio.faults", () => log.Faults, "{fault}", "Faults of the program.");
        _meter.CreateObservableUpDownCounter(
            "spotter.studio.live.connections",
            () => Live,
            "{connection}",
            "Open live connections."
        );
        _meter.CreateObservableUpDownCounter(
            "spotter.studio.searches.waiting",
            () => scheduler.Waiting,
            "{search}",
            "Searches that wait for a processor."
        );
        _meter.CreateObservableUpDownCounter(
            "spotter.studio.bodies",
            () => budget.Held,
            "By",
            "Bytes of requests held in memory."
        );
        _meter.CreateObservableUpDownCounter(
            "spotter.studio.jobs",
            () => jobs.Waiting,
            "{job}",
            "Files that wait for their turn."
        );
    }

    /// <summary>Since the studio started.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_start);

    public long Pictures => Interlocked.Read(ref _pictures);

    public long Frames => Interlocked.Read(ref _frames);

    public double SearchSeconds => Interlocked.Read(ref _searchMicroseconds) / 1e6;

    /// <summary>Open live connections.</summary>
    public int Live => Volatile.Read(ref _live);

    public void CountPicture(double searchMilliseconds)
    {
        Interlocked.Increment(ref _pictures);
        CountSearch(searchMilliseconds);
    }

    public void CountFrame(double searchMilliseconds)
    {
        Interlocked.Increment(ref _frames);
        CountSearch(searchMilliseconds);
    }

    /// <summary>Counts a live connection unless there are <paramref name="most"/> already.</summary>
    public bool TryEnterLive(int most)
    {
        if (Interlocked.Increment(ref _live) <= most)
        {
            return true;
        }

        LeaveLive();
        return false;
    }

    public void LeaveLive() => Interlocked.Decrement(ref _live);

    public void Dispose() => _meter.Dispose();

    private void CountSearch(double milliseconds) =>
        Interlocked.Add(ref _searchMicroseconds, (long)(milliseconds * 1000));
}
