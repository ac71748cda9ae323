using Spotter.Sources;

namespace Spotter.Results;

/// <summary>
/// A line of JSON a picture:
/// <c>{"file","width","height","detections":[{"label","x","y","w","h","score"}],"ms"}</c>, with <c>"smile"</c> where a
/// network told how likely a face smiles. Each line is handed on as soon as it is known.
/// </summary>
internal sealed class JsonLinesWriter : IResultWriter
{
    private readonly Stream _stream;

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
        JsonLine.Write(_stream, PictureJson.Of(result), ResultJson.Readable.PictureJson);
    }

    /// <inheritdoc/>
    public void Complete() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() { }
}
