using System.Diagnostics;
using System.Globalization;
using Spotter.Apps.Batches;

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
        if (!_isOn || progress.Total < 2 || (_isVisible && Stopwatch.GetElapsedTime(_shownAt) < Interval))
        {
            return;
        }

        _shownAt = Stopwatch.GetTimestamp();
        _isVisible = true;
        Console.Error.Write($"\r\e[K{Text(progress)}");
    }

    public void Hide()
    {
        if (_isVisible)
        {
            Console.Error.Write("\r\e[K");
            _isVisible = false;
        }
    }

    internal static string Text(BatchProgress progress)
    {
        int full = progress.Total == 0 ? BarWidth : (int)((long)BarWidth * progress.Done / progress.Total);
        string left = progress.Remaining.TotalHours >= 1
            ? progress.Remaining.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : progress.Remaining.ToString(@"m\:ss", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', full)}{new string('.', BarWidth - full)}] {progress.Done:N0} of {progress.Total:N0}, {progress.Rate:0.0} a second, {left} left");
    }
}
