using System.Text.Json;
using Spotter.Results;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// A line of JSON a frame:
/// <c>{"file","frame","time","width","height","detections":[{"label","x","y","w","h","score","id"}],"ms"}</c>, and
/// after it a line for each event: <c>{"event","name","id","label","time","frame"}</c>. Times are in seconds. Each line
/// is handed on as soon as it is known.
/// </summary>
public sealed class JsonFrameWriter : IFrameWriter
{
    private readonly Stream _stream;
    private readonly DistanceScale? _distance;
    private readonly JsonText _json = new();

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
        _stream.Write(
            _json.Build((Result: result, Distance: _distance), static (json, line) =>
                WriteFrame(json, line.Result, line.Distance)
            )
        );
        _stream.Write("\n"u8);
        foreach (TrackEvent happened in result.Events)
        {
            _stream.Write(
                _json.Build((result.File, happened), static (json, line) =>
                    EventJson.Write(json, line.File, line.happened)
                )
            );
            _stream.Write("\n"u8);
        }

        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Complete() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static void WriteFrame(Utf8JsonWriter json, FrameResult result, DistanceScale? distance)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, result.File);
        json.WriteNumber("frame"u8, result.Index);
        json.WriteNumber("time"u8, EventJson.Seconds(result.Timestamp));
        json.WriteNumber("width"u8, result.Width);
        json.WriteNumber("height"u8, result.Height);
        json.WriteStartArray("detections"u8);
        foreach (Detection detection in result.Detections)
        {
            JsonText.WriteDetection(json, detection, distance?.MetresTo(detection, result.Width));
        }

        json.WriteEndArray();
        json.WriteNumber("ms"u8, Math.Round(result.Milliseconds, 3));
        if (result.Fault is { } fault)
        {
            json.WriteString("fault"u8, fault);
        }

        json.WriteEndObject();
    }
}
