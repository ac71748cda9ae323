using System.Diagnostics;
using System.Globalization;

namespace Spotter.Videos;

/// <summary>
/// Milliseconds a frame in each stage, and the rate of frames: lately for the overlay, over all for the summary. Stages
/// run at the same time, so their times do not add up to the time between frames.
/// </summary>
internal sealed class StageTimes
{
    // Of a new value in the running mean: about the last ten frames count.
    private const double Weight = 0.1;

    private readonly Lock _lock = new();
    private readonly List<Stage> _stages = [];
    private long _lastFrame;
    private double _interval;

    private sealed class Stage(string name)
    {
        public string Name { get; } = name;

        public double Recent { get; set; }

        public double Sum { get; set; }

        public long Count { get; set; }
    }

    /// <summary>The means over the whole run, in the order in which stages first showed up.</summary>
    public IReadOnlyList<(string Stage, double Milliseconds)> Means
    {
        get
        {
            lock (_lock)
            {
                return [.. _stages.Select(static stage => (stage.Name, stage.Sum / stage.Count))];
            }
        }
    }

    public void Add(string name, double milliseconds)
    {
        lock (_lock)
        {
            Stage? stage = _stages.Find(stage => stage.Name == name);
            if (stage is null)
            {
                _stages.Add(stage = new Stage(name) { Recent = milliseconds });
            }

            stage.Recent += Weight * (milliseconds - stage.Recent);
            stage.Sum += milliseconds;
            stage.Count++;
        }
    }

    /// <summary>Milliseconds from a <see cref="Stopwatch.GetTimestamp"/> to now.</summary>
    public void AddSince(string name, long start) => Add(name, Stopwatch.GetElapsedTime(start).TotalMilliseconds);

    /// <summary>Notes that a frame is shown now.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            if (_lastFrame != 0)
            {
                double interval = Stopwatch.GetElapsedTime(_lastFrame, now).TotalMilliseconds;
                _interval = _interval == 0 ? interval : _interval + Weight * (interval - _interval);
            }

            _lastFrame = now;
        }
    }

    /// <summary><c>25 fps  detect 6.1 ms  draw 0.4 ms</c></summary>
    public override string ToString()
    {
        lock (_lock)
        {
            double rate = _interval > 0 ? 1000 / _interval : 0;
            return string.Create(CultureInfo.InvariantCulture, $"{rate:0} fps")
                + string.Concat(
                    _stages.Select(static stage =>
                        string.Create(CultureInfo.InvariantCulture, $"  {stage.Name} {stage.Recent:0.0} ms")
                    )
                );
        }
    }
}
