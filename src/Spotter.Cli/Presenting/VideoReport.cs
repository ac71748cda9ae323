using System.Globalization;
using System.Text;
using Spotter.Networks.Text;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Cli.Presenting;

/// <summary>
/// What a run through a video says: results on standard output, progress and problems on standard error.
/// </summary>
internal sealed class VideoReport(
    string name,
    IReadOnlyList<string> labels,
    Stream stdout,
    bool isQuiet,
    bool isJson,
    bool prints
)
{
    // More are in the table and on the page.
    private const int MostTracks = 20;

    private readonly ProgressLine _progress = new(!isQuiet && (Console.IsOutputRedirected || !(prints || isJson)));

    /// <summary>True where pictures are shown in the terminal, which a line of progress would spoil.</summary>
    public bool TerminalIsTaken { get; init; }

    public void Update(VideoProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (prints)
        {
            Print(progress.Latest);
        }

        if (!TerminalIsTaken)
        {
            _progress.Show(() => Text(progress));
        }
    }

    public void Hide() => _progress.Hide();

    public void Finish(
        VideoSummary summary,
        string? output,
        string? crops,
        IReadOnlyList<ITrackMonitor> monitors,
        TrackJournal? journal = null
    )
    {
        Hide();
        foreach (string warning in summary.Warnings)
        {
            Messages.Note(warning);
        }

        if (!isQuiet && !isJson)
        {
            Line($"{name}: {Frames(summary.Frames)}, {Found(summary)}");
            foreach (ITrackMonitor monitor in monitors)
            {
                Line(
                    monitor switch
                    {
                        CountingLine line => string.Create(
                            CultureInfo.InvariantCulture,
                            $"{line.Name}: {line.In} in, {line.Out} out"
                        ),
                        Zone zone => string.Create(
                            CultureInfo.InvariantCulture,
                            $"{zone.Name}: {zone.Entered} in, {zone.Left} out, {zone.Occupancy} inside{Stay(zone)}"
                        ),
                        _ => monitor.Name,
                    }
                );
            }

            foreach (TrackRecord track in (journal?.Tracks ?? []).Take(MostTracks))
            {
                Line(Describe(track));
            }

            if (journal?.Tracks.Count > MostTracks)
            {
                Line($"... and {Counted.Of(journal.Tracks.Count - MostTracks, "track")} more");
            }
        }

        if (!isQuiet)
        {
            double rate = summary.Elapsed > TimeSpan.Zero ? summary.Frames / summary.Elapsed.TotalSeconds : 0;
            string stages = string.Join(
                ", ",
                summary.Stages.Select(static stage =>
                    string.Create(CultureInfo.InvariantCulture, $"{stage.Stage} {stage.Milliseconds:0.0} ms")
                )
            );
            string dropped = summary.Dropped > 0 ? $"; {Counted.Of(summary.Dropped, "late frame")} left out" : "";
            string hidden =
                summary.Hidden > 0
                    ? $"; {Frames(summary.Hidden)} hidden whole, searching {(summary.Hidden == 1 ? "it" : "them")} "
                        + $"failed"
                    : "";
            string place = output is not null && summary.Frames > 0 ? $"; annotated video: {output}" : "";
            string cut = crops is not null
                ? string.Create(CultureInfo.InvariantCulture, $"; {summary.Crops:N0} cut out: {crops}")
                : "";
            string sizes = summary.Smallest is { } least
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; searched for {least.Width}x{least.Height} pixels and more (--min-size)"
                )
                : "";
            Messages.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{summary.Elapsed.TotalSeconds:0.0} s, {rate:0.0} frames a second "
                        + $"({stages}){sizes}{dropped}{hidden}{place}{cut}"
                )
            );
            if (summary.IsInterrupted)
            {
                Messages.Note($"interrupted after {Frames(summary.Frames)}; what is written is whole");
            }
        }

        if (summary.Problem is { } problem)
        {
            Messages.Error(summary.Frames > 0 ? $"{problem}; {Frames(summary.Frames)} before that are kept" : problem);
        }
    }

    private static string Stay(Zone zone) =>
        zone.Left > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", {zone.TotalDwell.TotalSeconds / zone.Left:0.0} s each on average"
            )
            : "";

    /// <summary>Who, from when to when, from where to where, and what was done.</summary>
    private static string Describe(TrackRecord track)
    {
        string[] deeds =
        [
            TrackTable.Lines(track),
            TrackTable.Zones(track),
            track.MeanSpeed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:0.0} km/h") : "",
            track.TooClose > 0 ? Counted.Of(track.TooClose, "time") + " too close" : "",
        ];
        return string.Join(
            "; ",
            (string[])
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{track.Label} #{track.Id}: {track.FirstSeen.TotalSeconds:0.0} to "
                            + $"{track.LastSeen.TotalSeconds:0.0} s, from {Place(track.FirstBox)} to "
                            + $"{Place(track.LastBox)}"
                    ),
                    .. deeds.Where(static deed => deed.Length > 0),
                ]
        );
    }

    private static string Place(Box box) =>
        string.Create(CultureInfo.InvariantCulture, $"{box.X + box.Width / 2},{box.Bottom}");

    private static string Frames(long count) => Counted.Of(count, "frame");

    private static string Text(VideoProgress progress)
    {
        string total = progress.Total is { } frames
            ? string.Create(CultureInfo.InvariantCulture, $" of {frames:N0}")
            : "";
        string left = progress.Remaining is { } remaining
            ? string.Create(CultureInfo.InvariantCulture, $", {remaining:h\\:mm\\:ss} left")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Frames:N0}{total} frames, {progress.Rate:0.0} a second{left}"
        );
    }

    private string Found(VideoSummary summary)
    {
        if (summary.Identities.Count == 0)
        {
            return summary.Detections == 0 && labels.Count == 1
                ? Counted.None(labels)
                : string.Create(CultureInfo.InvariantCulture, $"{summary.Detections:N0} found");
        }

        return string.Join(
            ", ",
            labels.Where(summary.Identities.ContainsKey).Select(label => Counted.Of(summary.Identities[label], label))
        );
    }

    private void Print(FrameResult result)
    {
        foreach (Detection detection in result.Detections)
        {
            string id = detection.TrackId is { } number
                ? string.Create(CultureInfo.InvariantCulture, $" #{number}")
                : "";
            Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Timestamp.TotalSeconds:0.000} {detection.Label}{id} {detection.Box.X},{detection.Box.Y} "
                        + $"{detection.Box.Width}x{detection.Box.Height}"
                )
            );
        }

        foreach (TrackEvent happened in result.Events)
        {
            Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{happened.Timestamp.TotalSeconds:0.000} {happened.Name}: {happened.Kind} {happened.Label} "
                        + $"#{happened.TrackId}"
                )
            );
        }
    }

    private void Line(string text)
    {
        stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine(text) + "\n"));
        stdout.Flush();
    }
}
