using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// A line of JSON a picture:
/// <c>{"file","width","height","detections":[{"label","x","y","w","h","score"}],"ms"}</c>. Each line is handed on as
/// soon as it is known.
/// </summary>
internal sealed class JsonLinesWriter : IResultWriter
{
    private readonly Stream _stream;
    private readonly JsonText _json = new();

    /// <param name="stream">Where the lines go; it is not closed.</param>
    public JsonLinesWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _stream.Write(_json.Build(result, static (json, result) =>
            {
                json.WriteStartObject();
                json.WriteString("file"u8, result.File);
                json.WriteNumber("width"u8, result.Width);
                json.WriteNumber("height"u8, result.Height);
                json.WriteStartArray("detections"u8);
                foreach (Detection detection in result.Detections)
                {
                    JsonText.WriteDetection(json, detection);
                }

                json.WriteEndArray();
                json.WriteNumber("ms"u8, Math.Round(result.Milliseconds, 3));
                json.WriteEndObject();
                json.Flush();
            }));
        _stream.Write("\n"u8);
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Complete() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
