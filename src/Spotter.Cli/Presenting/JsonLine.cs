using System.Text.Encodings.Web;
using System.Text.Json;

namespace Spotter.Cli.Presenting;

/// <summary>An object of JSON as one line.</summary>
internal static class JsonLine
{
    public static void Write(Stream stream, Action<Utf8JsonWriter> writeMembers)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
        stream.Flush();
    }
}
