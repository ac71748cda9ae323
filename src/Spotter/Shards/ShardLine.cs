using System.Text.Json;

namespace Spotter.Shards;

/// <summary>A line of a shard's results.</summary>
/// <param name="Bytes">The line without its end.</param>
/// <param name="Offset">Where it begins in its file.</param>
/// <param name="File">The input that it answers; null where it is not a whole line of results.</param>
/// <param name="Error">Why there is no result; null where there is.</param>
/// <param name="Labels">What was found.</param>
internal readonly record struct ShardLine(
    byte[] Bytes,
    long Offset,
    string? File,
    string? Error,
    IReadOnlyList<string> Labels
)
{
    // A line of results has some kilobytes; a picture of a stadium some hundreds of them.
    private const int LongestLine = 1 << 28;

    /// <summary>The lines of a file, one after the other. A last line without an end is no line.</summary>
    public static IEnumerable<ShardLine> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] buffer = new byte[1 << 16];
        int filled = 0;
        long offset = 0;
        while (true)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            int start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, filled - start) is var end and >= 0)
            {
                yield return Parse(buffer[start..end], offset + start);
                start = end + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            offset += start;
            if (read == 0)
            {
                break;
            }

            if (filled == buffer.Length && buffer.Length < LongestLine)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        if (filled > 0)
        {
            yield return new ShardLine(buffer[..filled], offset, null, null, []);
        }
    }

    private static ShardLine Parse(byte[] bytes, long offset)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("file", out JsonElement file))
            {
                string? error = root.TryGetProperty("error", out JsonElement problem) ? problem.GetString() : null;
                string[] labels = root.TryGetProperty("detections", out JsonElement detections)
                    ? [.. detections.EnumerateArray().Select(static one => one.GetProperty("label").GetString()!)]
                    : [];
                return new ShardLine(bytes, offset, file.GetString(), error, labels);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // It is said by its having no file.
        }

        return new ShardLine(bytes, offset, null, null, []);
    }
}
