using System.Diagnostics;

namespace Spotter.Fuzzing.Loop;

/// <summary>
/// Ends the process over an input that takes too long, after keeping it: managed code cannot be stopped from outside.
/// What counts is the processor's time, because other processes may have the machine; a standstill is given longer.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>How the process ends.</summary>
    public const int ExitCode = 86;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostWork = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(2);

    private readonly TargetFolder _folder;
    private readonly Timer _timer;
    private byte[]? _input;
    private byte[]? _watched;
    private TimeSpan _workBefore;
    private long _since;

    public Watchdog(TargetFolder folder)
    {
        _folder = folder;
        _timer = new Timer(_ => Look(), state: null, Interval, Interval);
    }

    public void Begin(byte[] input) => Volatile.Write(ref _input, input);

    public void End() => Volatile.Write(ref _input, null);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        byte[]? input = Volatile.Read(ref _input);
        if (input is null || !ReferenceEquals(input, _watched))
        {
            (_watched, _workBefore, _since) = (input, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            return;
        }

        TimeSpan work = Environment.CpuUsage.TotalTime - _workBefore;
        TimeSpan time = Stopwatch.GetElapsedTime(_since);
        if (work > MostWork || time > LongestStandstill)
        {
            _folder.Add(
                work > MostWork ? "hang" : "standstill",
                input,
                $"not read after {work.TotalSeconds:0} s of work in {time.TotalSeconds:0} s"
            );
            Process.GetCurrentProcess().Kill();
        }
    }
}
