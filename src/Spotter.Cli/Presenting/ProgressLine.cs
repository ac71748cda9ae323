using System.Diagnostics;
using System.Globalization;
using Spotter.Batches;

namespace Spotter.Cli.Presenting;

/// <summary>
/// A bar, the rate and the time left in the last line of the terminal, on standard error. Other lines are written
/// between <see cref="Hide"/> and the next update.
/// </summary>
internal sealed class ProgressLine
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool _isOn;
    private long _shownAt;
    private bool _isVisible;

    /// <param name="isWanted">Nothing is shown otherwise, nor where standard error is no terminal.</param>
    public ProgressLine(bool isWanted) => _isOn = isWanted && !Console.IsErrorRedirected;

    public void Show(BatchProgress progress)
    {
        if (progress.Total >= 2)
        {
            Show(() => Text(progress));
        }
    }

    /// <param name="text">Made only when it is time to show it.</param>
    public void Show(Func<string> text)
    {
        if (!_isOn || (_isVisible && Stopwatch.GetElapsedTime(_shownAt) < Interval))
        {
            return;
        }

        _shownAt = Stopwatch.GetTimestamp();
        _isVisible = true;
        Console.Error.Write($"\r\e[K{text()}");
    }

    public void Hide()
    {
        if (_isVisible)
        {
            Console.Error.Write("\r\e[K");
            _isVisible = false;
        }
    }

    internal static string Text(BatchProgress progress) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Bar(progress.Done, progress.Total)} {progress.Done:N0} of {progress.Total:N0}, {progress.Rate:0.0} a "
                + $"second, {Left(progress.Remaining)} left"
        );

    internal static string Bar(int done, int total)
    {
        int full = total == 0 ? BarWidth : (int)((long)BarWidth * done / total);
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}]";
    }

    internal static string Left(TimeSpan remaining) =>
        remaining.ToString(remaining.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
