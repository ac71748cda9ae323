using System.Text.Json;

namespace Spotter.Shards;

/// <summary>A line of a shard's results.</summary>
/// <param name="Bytes">The line without its end.</param>
/// <param name="Offset">Where it begins in its file.</param>
/// <param name="File">The input that it answers; null where it is not a whole line of results.</param>
/// <param name="Error">Why there is no result; null where there is.</param>
/// <param name="Labels">What was found.</param>
/// <param name="Time">Of a frame of a part of a video its time, in seconds; such a line is no answer yet.</param>
/// <param name="Frames">Of the end of a part how many frames it has.</param>
internal readonly record struct ShardLine(
    byte[] Bytes,
    long Offset,
    string? File,
    string? Error,
    IReadOnlyList<string> Labels,
    decimal? Time = null,
    long Frames = 0
)
{
    /// <summary>Whether it answers its input: not where it is a frame of it.</summary>
    public bool IsAnswer => File is not null && Time is null;

    // A line of results has some kilobytes; a picture of a stadium some hundreds of them.
    private const int LongestLine = 1 << 28;

    /// <summary>The lines of a file, one after the other. A last line without an end is no line.</summary>
    public static IEnumerable<ShardLine> Read(string path)
    {
        long offset = 0;
        foreach ((byte[] bytes, bool isWhole) in Lines(path, 0, long.MaxValue))
        {
            yield return isWhole ? Parse(bytes, offset) : new ShardLine(bytes, offset, null, null, []);
            offset += bytes.Length + 1;
        }
    }

    /// <summary>The lines that lie between two places of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where the first begins.</param>
    /// <param name="end">Where the last ends, without its end.</param>
    public static IEnumerable<byte[]> ReadBytes(string path, long start, long end) =>
        Lines(path, start, end + 1).Select(static line => line.Bytes);

    private static IEnumerable<(byte[] Bytes, bool IsWhole)> Lines(string path, long start, long end)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = start;
        long left = end - start;
        byte[] buffer = new byte[1 << 16];
        int filled = 0;
        while (true)
        {
            int read = stream.Read(buffer, filled, (int)Math.Min(buffer.Length - filled, left));
            left -= read;
            filled += read;
            int first = 0;
            while (Array.IndexOf(buffer, (byte)'\n', first, filled - first) is var last and >= 0)
            {
                yield return (buffer[first..last], true);
                first = last + 1;
            }

            buffer.AsSpan(first, filled - first).CopyTo(buffer);
            filled -= first;
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
            yield return (buffer[..filled], false);
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
                if (root.TryGetProperty("time", out JsonElement time))
                {
                    return new ShardLine(bytes, offset, file.GetString(), null, [], time.GetDecimal());
                }

                string[] labels =
                    root.TryGetProperty("detections", out JsonElement detections)
                        ? [.. detections.EnumerateArray().Select(static one => one.GetProperty("label").GetString()!)]
                    : root.TryGetProperty("classes", out JsonElement classes)
                        ?
                        [
                            .. classes
                                .EnumerateArray()
                                .Take(1)
                                .Select(static one => one.GetProperty("class").GetString()!),
                        ]
                    : [];
                long frames = root.TryGetProperty("frames", out JsonElement count) ? count.GetInt64() : 0;
                return new ShardLine(bytes, offset, file.GetString(), error, labels, null, frames);
            }
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // It is said by its having no file.
        }

        return new ShardLine(bytes, offset, null, null, []);
    }
}
