using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>Builds one JSON value after the other in one buffer.</summary>
internal sealed class JsonText : IDisposable
{
    // Scores come from sums of floats: more decimals than these are noise.
    private const int ScoreDecimals = 6;

    // Results are read by programs, not pasted into web pages; names in any script stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public JsonText() => _writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>The bytes of one value, valid until the next call.</summary>
    public ReadOnlySpan<byte> Build<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        write(_writer, state);
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    public static double Round(double score) => Math.Round(score, ScoreDecimals);

    /// <param name="json">Where to.</param>
    /// <param name="detection">Its identity is written where it has one.</param>
    /// <param name="metres">How far away it is; null where that is not known.</param>
    public static void WriteDetection(Utf8JsonWriter json, Detection detection, double? metres = null)
    {
        json.WriteStartObject();
        json.WriteString("label"u8, detection.Label);
        json.WriteNumber("x"u8, detection.Box.X);
        json.WriteNumber("y"u8, detection.Box.Y);
        json.WriteNumber("w"u8, detection.Box.Width);
        json.WriteNumber("h"u8, detection.Box.Height);
        json.WriteNumber("score"u8, Round(detection.Score));
        if (detection.TrackId is { } id)
        {
            json.WriteNumber("id"u8, id);
        }

        if (metres is { } distance)
        {
            json.WriteNumber("metres"u8, Math.Round(distance, 1));
        }

        json.WriteEndObject();
    }

    public void Dispose() => _writer.Dispose();
}
