using System.Diagnostics;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Guesses how long the rest takes: later stages have harder negatives and take longer, about along a straight line.
/// </summary>
internal sealed class StageClock(int stages)
{
    private readonly List<double> _seconds = [];
    private long _entered = Stopwatch.GetTimestamp();

    /// <summary>The stage in work; 1 is the first.</summary>
    public int Stage { get; private set; } = 1;

    public void Resume(IReadOnlyList<TrainedStage> finished) =>
        _seconds.AddRange(finished.Select(static stage => stage.Seconds));

    public void Enter(int stage)
    {
        Stage = stage;
        _entered = Stopwatch.GetTimestamp();
    }

    public void Finish(TrainedStage stage) => _seconds.Add(stage.Seconds);

    /// <summary>Null before the second stage is done.</summary>
    public TimeSpan? Remaining()
    {
        if (_seconds.Count < 2)
        {
            return null;
        }

        // Least squares over all stages, never falling.
        double count = _seconds.Count;
        double meanNumber = (count + 1) / 2;
        double meanSeconds = _seconds.Average();
        double slope = 0;
        double spread = 0;
        for (int i = 0; i < _seconds.Count; i++)
        {
            slope += (i + 1 - meanNumber) * (_seconds[i] - meanSeconds);
            spread += (i + 1 - meanNumber) * (i + 1 - meanNumber);
        }

        slope = Math.Max(slope / spread, 0);
        double left = -Stopwatch.GetElapsedTime(_entered).TotalSeconds;
        for (int number = _seconds.Count + 1; number <= stages; number++)
        {
            left += Math.Max(meanSeconds + (slope * (number - meanNumber)), 0);
        }

        return TimeSpan.FromSeconds(Math.Max(left, 0));
    }
}
