using System.Globalization;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// Tracks in MOTChallenge's format, a line a box that is there, and not merely lingers: frame from 1, identity, left,
/// top, width and height in pixels, score, class (1 person, 3 car, -1 other), -1, -1. <c>spotter evaluate tracking</c>
/// reads it.
/// </summary>
public sealed class MotFrameWriter : IFrameWriter
{
    private readonly string _path;
    private readonly Outputs? _outputs;
    private readonly WholeFile _file;
    private readonly StreamWriter _text;

    /// <param name="path">The file; it appears when the writer completes.</param>
    /// <param name="outputs">What may be written over; null lets the file replace any.</param>
    /// <exception cref="OutputException">The file may not be replaced.</exception>
    public MotFrameWriter(string path, Outputs? outputs = null)
    {
        _path = outputs?.Claim(path) ?? path;
        _outputs = outputs;
        _file = new WholeFile(path);
        _text = new StreamWriter(_file.Stream) { NewLine = "\n" };
    }

    /// <inheritdoc/>
    public void Write(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (Track track in result.Tracks.Where(static track => track.State == TrackState.Confirmed))
        {
            _text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Index + 1},{track.Id},{track.Box.Left:0.##},{track.Box.Top:0.##},{track.Box.Width:0.##},"
                        + $"{track.Box.Height:0.##},{track.Detection.Score:0.######},{ClassOf(track.Label)},-1,-1"
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

    // The numbers of MOT16's ground truth.
    private static int ClassOf(string label) =>
        label switch
        {
            "person" or "pedestrian" => 1,
            "car" => 3,
            "bicycle" => 4,
            "motorbike" or "motorcycle" => 5,
            _ => -1,
        };
}
