using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spotter.Cli.Presenting;

/// <summary>An object of JSON as one line.</summary>
internal static class JsonLine
{
    /// <summary>Writes it whole or, where a member cannot be written, not at all.</summary>
    public static void Write(Stream stream, Action<Utf8JsonWriter> writeMembers)
    {
        var line = new ArrayBufferWriter<byte>();
        using (
            var json = new Utf8JsonWriter(
                line,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        stream.Write(line.WrittenSpan);
        stream.Flush();
    }
}
