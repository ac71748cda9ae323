using System.Globalization;
using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Networks.Files;
using Spotter.Results;
using Spotter.Vision;

namespace Spotter.Videos;

/// <summary>
/// Comma-separated values (RFC 4180) with a header and a row a detection and frame; a frame without detections has no
/// row. Times are in seconds.
/// </summary>
public sealed class CsvFrameWriter : IFrameWriter
{
    private readonly WholeFile _file;
    private readonly StreamWriter _text;
    private readonly string _path;
    private readonly Outputs? _outputs;

    /// <param name="path">The file; it appears when the writer completes.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public CsvFrameWriter(string path, Outputs? outputs = null)
    {
        _path = outputs?.Claim(path) ?? path;
        _outputs = outputs;
        _file = new WholeFile(path);
        _text = new StreamWriter(_file.Stream) { NewLine = "\n" };
        _text.WriteLine("file,frame,time,label,id,x,y,w,h,score");
    }

    /// <inheritdoc/>
    public void Write(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (Detection detection in result.Detections)
        {
            Box box = detection.Box;
            _text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{CsvCell.Text(result.File)},{result.Index},{EventJson.Seconds(result.Timestamp)},"
                        + $"{CsvCell.Text(detection.Label)},{detection.TrackId},{box.X},{box.Y},{box.Width},"
                        + $"{box.Height},{JsonText.Round(detection.Score)}"
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
