using nietras.SeparatedValues;
using Spotter.Files;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// Comma-separated values (RFC 4180) with a header and a row a detection; a picture without detections has no row.
/// </summary>
internal sealed class CsvWriter : IResultWriter
{
    private readonly CsvTable _table;

    /// <param name="path">The file; it appears when the writer completes.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public CsvWriter(string path, Outputs? outputs = null) =>
        _table = new CsvTable(path, outputs, "file", "width", "height", "label", "x", "y", "w", "h", "score");

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (Detection detection in result.Detections)
        {
            using SepWriter.Row row = _table.NewRow();
            row["file"].Set(CsvTable.Defused(result.File));
            row["width"].Format(result.Width);
            row["height"].Format(result.Height);
            row["label"].Set(CsvTable.Defused(detection.Label));
            row["x"].Format(detection.Box.X);
            row["y"].Format(detection.Box.Y);
            row["w"].Format(detection.Box.Width);
            row["h"].Format(detection.Box.Height);
            row["score"].Format(ResultNumbers.Score(detection.Score));
        }
    }

    /// <inheritdoc/>
    public void Complete() => _table.Complete();

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
