using System.Globalization;
using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Networks.Files;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// Comma-separated values (RFC 4180) with a header and a row a detection; a picture without detections has no row.
/// </summary>
internal sealed class CsvWriter : IResultWriter
{
    private readonly WholeFile _file;
    private readonly StreamWriter _text;
    private readonly string _path;
    private readonly Outputs? _outputs;

    /// <param name="path">The file; it appears when the writer completes.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public CsvWriter(string path, Outputs? outputs = null)
    {
        _path = outputs?.Claim(path) ?? path;
        _outputs = outputs;
        _file = new WholeFile(path);
        _text = new StreamWriter(_file.Stream) { NewLine = "\n" };
        _text.WriteLine("file,width,height,label,x,y,w,h,score");
    }

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (Detection detection in result.Detections)
        {
            Box box = detection.Box;
            _text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{CsvCell.Text(result.File)},{result.Width},{result.Height},{CsvCell.Text(detection.Label)},"
                        + $"{box.X},{box.Y},{box.Width},{box.Height},{JsonText.Round(detection.Score)}"
                )
            );
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _text.Flush();
        _file.Commit();
        _outputs?.Note(_path);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
