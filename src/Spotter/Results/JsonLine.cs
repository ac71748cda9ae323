using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Spotter.Results;

/// <summary>An object of JSON as one line.</summary>
internal static class JsonLine
{
    /// <summary>Writes it whole or, where a member cannot be written, not at all; and hands it on at once.</summary>
    public static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n']);
        stream.Flush();
    }
}
