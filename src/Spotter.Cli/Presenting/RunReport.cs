using System.Globalization;
using System.Text;
using Spotter.Batches;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Searching;
using Spotter.Vision;

namespace Spotter.Cli.Presenting;

/// <summary>
/// What a search says while it runs: results on standard output, problems and progress on standard error.
/// </summary>
internal sealed class RunReport
{
    private readonly IReadOnlyList<string> _labels;
    private readonly Stream _stdout;
    private readonly bool _isQuiet;
    private readonly bool _printsLines;
    private readonly bool _prints;
    private readonly ProgressLine _progress;

    public RunReport(IReadOnlyList<string> labels, Stream stdout, bool isQuiet, bool isJson, bool prints = false)
    {
        _prints = prints;
        _labels = labels;
        _stdout = stdout;
        _isQuiet = isQuiet;
        _printsLines = !isQuiet && !isJson;

        // JSON that scrolls through a terminal leaves no place for a bar.
        _progress = new ProgressLine(!isQuiet && (!isJson || Console.IsOutputRedirected));
    }

    public void Update(BatchProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        PictureOutcome latest = progress.Latest;
        if (latest.Problem is { } problem)
        {
            _progress.Hide();
            Messages.Error(problem);
            Messages.Trace(latest.Fault);
        }
        else if (_printsLines && latest.Result is { } result)
        {
            _progress.Hide();
            string line = Messages.OneLine(
                $"{result.File}: {Counted.Of([.. result.Detections.Select(static found => found.Label)], _labels)}"
            );
            _stdout.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _stdout.Flush();
        }

        if (_prints && latest.Result is { } found)
        {
            _progress.Hide();
            Print(found);
        }

        if (!_isQuiet && latest.Note is { } note)
        {
            _progress.Hide();
            Messages.Note(note);
        }

        _progress.Show(progress);
    }

    public void Finish(BatchSummary summary, PictureRunOptions options)
    {
        _progress.Hide();
        if (_isQuiet)
        {
            return;
        }

        int searched = summary.Done - summary.Failed;
        if (searched > 0 && (summary.Total > 1 || WritesFiles(options)))
        {
            string found =
                _labels.Count == 1 ? Counted.Of(summary.Detections, _labels[0]) : $"{summary.Detections:N0} found";
            Messages.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found} in {Counted.Pictures(searched)}, {summary.Elapsed.TotalSeconds:0.0} "
                        + $"s{Failures(summary)}{Places(options)}"
                ),
                options.Crops ?? options.Output
            );
        }

        if (summary.IsInterrupted)
        {
            Messages.Note(
                $"interrupted after {summary.Done:N0} of {Counted.Pictures(summary.Total)}; what is written is whole"
            );
        }
    }

    private void Print(PictureResult result)
    {
        foreach (Detection detection in result.Detections)
        {
            string line = Messages.OneLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.File} {detection.Label} {detection.Box.X},{detection.Box.Y} "
                        + $"{detection.Box.Width}x{detection.Box.Height}"
                )
            );
            _stdout.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        _stdout.Flush();
    }

    private static bool WritesFiles(PictureRunOptions options) =>
        options.WritesCopies || options.Crops is not null || options.Formats.Count > 0;

    private static string Failures(BatchSummary summary) => summary.Failed > 0 ? $"; {summary.Failed:N0} failed" : "";

    private static string Places(PictureRunOptions options)
    {
        var places = new List<string>();
        if (options.WritesCopies)
        {
            places.Add(options.Formats.Count > 0 ? "annotated copies and results" : "annotated copies");
        }
        else if (options.Formats.Count > 0)
        {
            places.Add("results");
        }

        string text = places.Count > 0 ? $"; {places[0]}: {options.Output}" : "";
        return options.Crops is { } crops ? $"{text}; cut out: {crops}" : text;
    }
}
