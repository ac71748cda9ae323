using System.Diagnostics;
using System.Text;

namespace Spotter.Fuzzing.Loop;

/// <summary>How long a loop goes on.</summary>
/// <param name="Time">The longest time.</param>
/// <param name="Executions">The most inputs.</param>
/// <param name="Seed">Of all that is drawn.</param>
internal sealed record LoopBudget(TimeSpan Time, long Executions, int Seed);

/// <summary>
/// Reads inputs of one target until the budget is used up: those of the corpus, then changed ones; what takes an edge
/// that none took before is kept and changed further (M. Zalewski, American fuzzy lop).
/// </summary>
internal sealed class FuzzLoop : IDisposable
{
    private const int ReportInterval = 1 << 12;
    private const long MostResidentBytes = 3L << 30;
    private const int BytesAllowedPerByte = 400;

    private readonly FuzzTarget _target;
    private readonly TargetFolder _folder;
    private readonly LoopBudget _budget;
    private readonly EdgeMap _edges;
    private readonly CurrentInput _current;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _queue = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Watchdog _watchdog;
    private LoopReport _report = LoopReport.None;

    public FuzzLoop(FuzzTarget target, TargetFolder folder, LoopBudget budget, EdgeMap edges)
    {
        (_target, _folder, _budget, _edges) = (target, folder, budget, edges);
        _current = new CurrentInput(folder.Current, Math.Max(1 << 20, target.LongestInput * 4L));
        _random = new Random(budget.Seed);
        _mutator = new Mutator(_random, [.. target.Words.Select(Encoding.UTF8.GetBytes)], target.LongestInput);
        _watchdog = new Watchdog(folder);
    }

    public LoopReport Run(IEnumerable<byte[]> corpus)
    {
        foreach (byte[] input in corpus)
        {
            Execute(input);

            // The corpus is changed whether or not a file of it takes an edge of its own.
            _queue.Add(input);
        }

        while (!IsOver())
        {
            Execute(Next());
        }

        return Report();
    }

    /// <summary>Whether one input is looked at: targets may then tell more.</summary>
    public static bool IsReproducing { get; private set; }

    /// <summary>Reads one input; what is wrong with it is thrown as it is.</summary>
    public static void Reproduce(FuzzTarget target, byte[] input)
    {
        IsReproducing = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
            Console.WriteLine("read");
        }
        catch (Exception e) when (Verdict.Of(target, e) is null)
        {
            Console.WriteLine($"refused: {e.Message}");
        }
        finally
        {
            Console.WriteLine($"{GC.GetAllocatedBytesForCurrentThread() - before:N0} bytes allocated");
        }
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _current.Dispose();
    }

    private bool IsOver() =>
        _report.Executions >= _budget.Executions || ((_report.Executions & 15) == 0 && _clock.Elapsed >= _budget.Time);

    private byte[] Next()
    {
        if (_target.Make is { } make && (_queue.Count == 0 || _random.Next(2) == 0))
        {
            return make(_random);
        }

        return _queue.Count == 0 ? [] : _mutator.Change(Pick(), Pick());
    }

    // The younger half half of the time: what was found last is what leads on.
    private byte[] Pick() =>
        _queue[
            _random.Next(2) == 0 ? _random.Next(_queue.Count) : _queue.Count - 1 - _random.Next((_queue.Count + 1) / 2)
        ];

    private void Execute(byte[] input)
    {
        _current.Set(input);
        _edges.Clear();
        _watchdog.Begin(input);
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Verdict? verdict = null;
        bool isRefused = false;
        try
        {
            _target.Run(input);
        }
#pragma warning disable CA1031 // any exception is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            isRefused = true;
            verdict = Verdict.Of(_target, e);
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long bytes = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        _watchdog.End();
        if (_edges.Learn())
        {
            _queue.Add(input);
            _folder.Keep(input);
        }

        if (bytes > _target.Memory + (input.LongLength * BytesAllowedPerByte))
        {
            verdict ??= Verdict.OverAllocation(bytes, input.Length);
        }

        if (verdict is not null && _folder.Add(verdict.Kind, input, verdict.Text) is { } file)
        {
            Console.Error.WriteLine($"{_target}: {verdict.Kind}: {file}");
        }

        _report = _report with
        {
            Executions = _report.Executions + 1,
            Refused = _report.Refused + (isRefused ? 1 : 0),
            SlowestMilliseconds = Math.Max(_report.SlowestMilliseconds, milliseconds),
            MostBytes = Math.Max(_report.MostBytes, bytes),
        };
        if (_report.Executions % ReportInterval == 0)
        {
            Report();
            CheckResident(input);
        }
    }

    private LoopReport Report()
    {
        _report = _report with
        {
            Edges = _edges.Edges,
            Inputs = _queue.Count,
            Findings = _folder.FindingCount,
            Seconds = _clock.Elapsed.TotalSeconds,
        };
        _report.Write(_folder.Report);
        return _report;
    }

    // Native memory is not counted by the garbage collector.
    private void CheckResident(byte[] input)
    {
        if (Environment.WorkingSet > MostResidentBytes)
        {
            _folder.Add("resident memory", input, $"the process has {Environment.WorkingSet:N0} bytes");
        }
    }
}
