using System.Globalization;
using Spotter.Files;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Networks.Text;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Tracking;
using Spotter.Workshop.Pages;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Tracks;

/// <summary>One page about who was in videos, pictures and all.</summary>
public static class TrackPage
{
    // A longer table is in the file of the summary.
    private const int MostRows = 500;

    /// <summary>Writes the page; it appears when it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="journals">The videos, in order.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public static void Write(string path, IReadOnlyList<TrackJournal> journals, Outputs? outputs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(journals);
        var page = new HtmlPage(journals.Count == 1 ? journals[0].File : Counted.Of(journals.Count, "video"));
        foreach (TrackJournal journal in journals)
        {
            if (journals.Count > 1)
            {
                page.Heading(journal.File);
            }

            Add(page, journal);
        }

        (outputs ?? new Outputs()).Write(path, page.ToBytes());
    }

    private static void Add(HtmlPage page, TrackJournal journal)
    {
        page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Counted.Of(journal.Frames, "frame")} of {journal.Width}x{journal.Height} pixels, "
                    + $"{journal.Start.TotalSeconds:0.0} to {journal.End.TotalSeconds:0.0} s; {Who(journal)}."
            )
        );
        if (journal.Tracks.Count == 0)
        {
            return;
        }

        if (journal.Monitors.Count > 0 || journal.Events.Kinds.Count > 0)
        {
            page.Heading("Counts");
            page.Table(["", "in", "out", "inside at the end", "mean stay"], Counts(journal));
        }

        List<(byte[], string)> over = [];
        if (TrackPlots.Counts(journal) is { } counts)
        {
            over.Add((counts, "How often each thing has happened by then."));
        }

        if (TrackPlots.Occupancy(journal) is { } occupancy)
        {
            over.Add((occupancy, "How many are in each zone."));
        }

        page.Pictures([.. over]);
        page.Heading("When and where");
        int shown = Math.Min(TrackPlots.MostBars, journal.Tracks.Count);
        page.Pictures(
            (
                TrackPlots.Timeline(journal),
                shown == journal.Tracks.Count
                    ? "Who was seen from when to when."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"Who was seen from when to when: the {shown} who were seen longest."
                    )
            ),
            (
                TrackPlots.Map(journal),
                "Ways of lower edges, and in yellow to red how long they were where. Lines and zones are orange."
            )
        );
        AddTracks(page, journal);
    }

    private static void AddTracks(HtmlPage page, TrackJournal journal)
    {
        page.Heading("Who");
        bool hasSpeeds = journal.Tracks.Any(static track => track.MeanSpeed is not null);
        bool hasMetres = journal.Tracks.Any(static track => track.NearestMetres is not null);
        bool hasLines = journal.Tracks.Any(static track => track.Crossings.Count > 0);
        bool hasZones = journal.Tracks.Any(static track => track.Zones.Count > 0);
        List<string> heads = ["", "who", "from", "to", "seen in", "first at", "last at"];
        heads.AddRange(hasLines ? ["lines"] : []);
        heads.AddRange(hasZones ? ["zones"] : []);
        heads.AddRange(hasSpeeds ? ["mean speed", "highest"] : []);
        heads.AddRange(hasMetres ? ["nearest"] : []);
        page.PictureTable(
            heads,
            journal.Tracks.Take(MostRows).Select(track => (track.Picture?.Encode(PictureFormat.Jpeg), Row(track)))
        );
        if (journal.Tracks.Count > MostRows)
        {
            page.Paragraph($"and {Counted.Of(journal.Tracks.Count - MostRows, "track")} more (--summary has all).");
        }

        IEnumerable<string> Row(TrackRecord track)
        {
            List<string> cells =
            [
                $"{track.Label} {track.Id}",
                Seconds(track.FirstSeen),
                Seconds(track.LastSeen),
                Counted.Of(track.Frames, "frame"),
                Place(track.FirstBox),
                Place(track.LastBox),
            ];
            cells.AddRange(hasLines ? [TrackTable.Lines(track)] : []);
            cells.AddRange(hasZones ? [TrackTable.Zones(track)] : []);
            cells.AddRange(hasSpeeds ? [Measure(track.MeanSpeed, "km/h"), Measure(track.MostSpeed, "km/h")] : []);
            cells.AddRange(hasMetres ? [Measure(track.NearestMetres, "m")] : []);
            return cells;
        }
    }

    private static IEnumerable<string[]> Counts(TrackJournal journal)
    {
        foreach (ITrackMonitor monitor in journal.Monitors)
        {
            yield return monitor switch
            {
                CountingLine line => [line.Name, Whole(line.In), Whole(line.Out), "", ""],
                Zone zone =>
                [
                    zone.Name,
                    Whole(zone.Entered),
                    Whole(zone.Left),
                    Whole(zone.Occupancy),
                    zone.Left > 0 ? Seconds(zone.TotalDwell / zone.Left) : "",
                ],
                _ => [monitor.Name, "", "", "", ""],
            };
        }

        foreach ((string name, TrackEventKind kind) in journal.Events.Kinds)
        {
            if (kind == TrackEventKind.TooClose)
            {
                yield return [name, Whole(journal.Events.CountsOf(name, kind).Sum()), "", "", ""];
            }
        }
    }

    private static string Who(TrackJournal journal) =>
        journal.Tracks.Count == 0
            ? "nobody and nothing was seen"
            : string.Join(
                ", ",
                journal
                    .Tracks.GroupBy(static track => track.Label, StringComparer.Ordinal)
                    .OrderBy(static group => group.Key, StringComparer.Ordinal)
                    .Select(static group => Counted.Of(group.Count(), group.Key))
            );

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static string Place(Box box) =>
        string.Create(CultureInfo.InvariantCulture, $"{box.X + (box.Width / 2)}, {box.Bottom}");

    private static string Measure(double? value, string unit) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.0} {unit}") : "";
}
