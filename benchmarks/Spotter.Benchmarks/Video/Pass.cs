using System.Diagnostics;

namespace Spotter.Benchmarks.Video;

/// <summary>One pass through frames.</summary>
/// <param name="Milliseconds">A frame.</param>
/// <param name="Frames">How many there were.</param>
internal readonly record struct Pass(double Milliseconds, int Frames)
{
    /// <summary>Times work that answers how many frames it did.</summary>
    public static Pass Time(Func<int> work)
    {
        long start = Stopwatch.GetTimestamp();
        int frames = work();
        return new Pass(Stopwatch.GetElapsedTime(start).TotalMilliseconds / Math.Max(1, frames), frames);
    }

    /// <summary>Times the same work on each frame.</summary>
    public static Pass Over<T>(IReadOnlyCollection<T> frames, Action<T> work) =>
        Time(() =>
        {
            foreach (T frame in frames)
            {
                work(frame);
            }

            return frames.Count;
        });
}
