using Spotter.Results;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// A line of JSON a frame:
/// <c>{"file","frame","time","width","height","detections":[{"label","x","y","w","h","score","id"}],"ms"}</c>, and
/// after it a line for each event: <c>{"event","name","id","label","time","frame"}</c>. A detection that a track
/// carried on, while nothing was found in the frame, has <c>"seen": false</c> besides. Times are in seconds. Each line
/// is handed on as soon as it is known.
/// </summary>
public sealed class JsonFrameWriter : IFrameWriter
{
    private readonly Stream _stream;
    private readonly DistanceScale? _distance;

    /// <param name="stream">Where the lines go; it is not closed.</param>
    /// <param name="distance">Adds <c>"metres"</c> to detections whose distance can be told; null for none.</param>
    public JsonFrameWriter(Stream stream, DistanceScale? distance = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _distance = distance;
    }

    /// <inheritdoc/>
    public void Write(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var frame = new FrameJson(
            result.File,
            result.Index,
            ResultNumbers.Seconds(result.Timestamp),
            result.Width,
            result.Height,
            [.. result.Detections.Select(found => Measured(result, found))],
            double.IsNaN(result.Milliseconds) ? null : ResultNumbers.Milliseconds(result.Milliseconds),
            result.Fault
        );
        JsonLine.Write(_stream, frame, ResultJson.Readable.FrameJson);
        foreach (TrackEvent happened in result.Events)
        {
            JsonLine.Write(_stream, EventJson.Of(result.File, happened), ResultJson.Readable.EventJson);
        }
    }

    private DetectionJson Measured(FrameResult result, Detection found) =>
        DetectionJson.Of(
            found,
            result.Width,
            result.Height,
            _distance?.MetresTo(found, result.Width),
            result.SpeedOf(found)
        );

    /// <inheritdoc/>
    public void Complete() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() { }
}
