using System.Diagnostics;

namespace Spotter.Studio.Hosting;

/// <summary>What the studio has done, for <c>/api/v1/metrics</c>.</summary>
internal sealed class StudioMetrics
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _pictures;
    private long _frames;
    private long _searchMicroseconds;
    private int _live;

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

    private void CountSearch(double milliseconds) =>
        Interlocked.Add(ref _searchMicroseconds, (long)(milliseconds * 1000));
}
