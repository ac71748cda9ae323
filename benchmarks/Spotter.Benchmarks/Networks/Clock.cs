using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spotter.Benchmarks.Networks;

/// <summary>Milliseconds by two clocks.</summary>
internal static unsafe partial class Clock
{
    private const int ThreadClock = 3;

    /// <summary>
    /// Processor time of the calling thread, to which it makes no difference who else is busy; time that passes where
    /// the system does not tell.
    /// </summary>
    public static double Thread()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Wall();
        }

        Time time;
        _ = GetTime(ThreadClock, &time);
        return time.Seconds * 1e3 + time.Nanoseconds / 1e6;
    }

    /// <summary>Time that passes.</summary>
    public static double Wall() => Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, Time* time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
