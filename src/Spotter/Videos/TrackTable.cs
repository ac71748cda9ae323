using System.Globalization;
using nietras.SeparatedValues;
using Spotter.Files;
using Spotter.Results;
using Spotter.Vision;

namespace Spotter.Videos;

/// <summary>
/// Who was in videos, as comma-separated values (RFC 4180) with a header and a row an identity. Times are in seconds,
/// places in pixels of the lower edge's middle; what is not known is empty.
/// </summary>
public static class TrackTable
{
    /// <summary>Writes the table; it appears when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="journals">The videos, in order.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public static void Write(string path, IEnumerable<TrackJournal> journals, Outputs? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(journals);
        using var table = new CsvTable(
            path,
            outputs,
            "file",
            "id",
            "label",
            "first_time",
            "last_time",
            "frames",
            "first_x",
            "first_y",
            "last_x",
            "last_y",
            "lines",
            "zones",
            "mean_kmh",
            "most_kmh",
            "nearest_metres",
            "too_close",
            "best_time",
            "best_score",
            "crop"
        );
        foreach (TrackJournal journal in journals)
        {
            foreach (TrackRecord track in journal.Tracks)
            {
                using SepWriter.Row row = table.NewRow();
                row["file"].Set(CsvTable.Defused(journal.File));
                row["id"].Format(track.Id);
                row["label"].Set(CsvTable.Defused(track.Label));
                row["first_time"].Format(ResultNumbers.Seconds(track.FirstSeen));
                row["last_time"].Format(ResultNumbers.Seconds(track.LastSeen));
                row["frames"].Format(track.Frames);
                row["first_x"].Format(RealBox.From(track.FirstBox).Foot.X);
                row["first_y"].Format(track.FirstBox.Bottom);
                row["last_x"].Format(RealBox.From(track.LastBox).Foot.X);
                row["last_y"].Format(track.LastBox.Bottom);
                row["lines"].Set(Lines(track));
                row["zones"].Set(Zones(track));
                row["mean_kmh"].Set(Text(track.MeanSpeed));
                row["most_kmh"].Set(Text(track.MostSpeed));
                row["nearest_metres"].Set(Text(track.NearestMetres));
                row["too_close"].Format(track.TooClose);
                row["best_time"].Format(ResultNumbers.Seconds(track.BestSeen));
                row["best_score"].Format(ResultNumbers.Score(track.BestScore));
                row["crop"].Set(CsvTable.Defused(track.CropFile ?? ""));
            }
        }

        table.Complete();
    }

    /// <summary>What a track crossed, in words: <c>line 1: 1 in, 2 out</c>.</summary>
    /// <param name="track">The track.</param>
    public static string Lines(TrackRecord track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return string.Join(
            "; ",
            track.Crossings.Select(static line =>
                string.Create(CultureInfo.InvariantCulture, $"{line.Key}: {line.Value.In} in, {line.Value.Out} out")
            )
        );
    }

    /// <summary>What a track was in, in words: <c>zone 1: 12.4 s</c>, and how often where it was more than
    /// once.</summary>
    /// <param name="track">The track.</param>
    public static string Zones(TrackRecord track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return string.Join(
            "; ",
            track.Zones.Select(static zone =>
            {
                string visits =
                    zone.Value.Entered > 1
                        ? string.Create(CultureInfo.InvariantCulture, $" in {zone.Value.Entered} visits")
                        : "";
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{zone.Key}: {zone.Value.Dwell.TotalSeconds:0.0} s{visits}"
                );
            })
        );
    }

    private static string Text(double? value) =>
        value is { } number ? number.ToString("0.0", CultureInfo.InvariantCulture) : "";
}
