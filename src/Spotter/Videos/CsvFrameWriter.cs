using nietras.SeparatedValues;
using Spotter.Files;
using Spotter.Results;
using Spotter.Vision;

namespace Spotter.Videos;

/// <summary>
/// Comma-separated values (RFC 4180) with a header and a row a detection and frame; a frame without detections has no
/// row. Times are in seconds; <c>seen</c> is 0 where a track carried the box on and nothing was found in the frame.
/// </summary>
public sealed class CsvFrameWriter : IFrameWriter
{
    private readonly CsvTable _table;

    /// <param name="path">The file; it appears when the writer completes.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public CsvFrameWriter(string path, Outputs? outputs = null) =>
        _table = new CsvTable(
            path,
            outputs,
            "file",
            "frame",
            "time",
            "label",
            "id",
            "x",
            "y",
            "w",
            "h",
            "score",
            "seen"
        );

    /// <inheritdoc/>
    public void Write(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (Detection detection in result.Detections)
        {
            using SepWriter.Row row = _table.NewRow();
            row["file"].Set(CsvTable.Defused(result.File));
            row["frame"].Format(result.Index);
            row["time"].Format(ResultNumbers.Seconds(result.Timestamp));
            row["label"].Set(CsvTable.Defused(detection.Label));
            row["id"].Set($"{detection.TrackId}");
            row["x"].Format(detection.Box.X);
            row["y"].Format(detection.Box.Y);
            row["w"].Format(detection.Box.Width);
            row["h"].Format(detection.Box.Height);
            row["score"].Format(ResultNumbers.Score(detection.Score));
            row["seen"].Format(detection.IsPredicted ? 0 : 1);
        }
    }

    /// <inheritdoc/>
    public void Complete() => _table.Complete();

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
