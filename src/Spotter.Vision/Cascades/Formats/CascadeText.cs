using System.IO.Compression;
using System.Text;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>
/// The text of a cascade file as OpenCV takes it: unpacked where it is gzip, of whatever encoding its first bytes tell.
/// </summary>
internal static class CascadeText
{
    // The largest stock cascade has 2.7 million bytes; a document of this many takes some hundred megabytes. Unpacked
    // gzip counts.
    private const int MaxBytes = 32 << 20;

    private const int LongestQuote = 40;
    private const string LfsPointer = "version https://git-lfs.github.com/spec/";

    /// <exception cref="CascadeFormatException">It is something else than XML; the message says what and what to
    /// do.</exception>
    public static string Read(Stream stream)
    {
        byte[] bytes = ReadAll(stream);
        try
        {
            bytes = bytes is [0x1F, 0x8B, ..]
                ? ReadAll(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                : bytes;
        }
        catch (InvalidDataException e)
        {
            throw new CascadeFormatException("not a readable XML file: it is a broken gzip file", e);
        }

        string text = Decode(bytes);
        return ProblemOf(XmlTree.AfterProlog(text)) is { } problem ? throw new CascadeFormatException(problem) : text;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MaxBytes)
            {
                throw new CascadeFormatException($"not a readable XML file: it holds more than {MaxBytes >> 20} MiB");
            }
        }

        return all.ToArray();
    }

    // All that counts is ASCII: what is not UTF-8 (Latin-1 in a comment, say) may become any character.
    private static string Decode(byte[] bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2),
            [(byte)'<', 0, ..] => Encoding.Unicode.GetString(bytes),
            [0, (byte)'<', ..] => Encoding.BigEndianUnicode.GetString(bytes),
            _ => Encoding.UTF8.GetString(bytes),
        };

    private static string? ProblemOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '<')
        {
            return text.IsEmpty ? "not a readable XML file: it is empty"
                : IsWebPage(text) ? "is a web page, not a cascade: download the raw file"
                : null;
        }

        return text switch
        {
            _ when text.StartsWith(LfsPointer) =>
                "is a Git LFS pointer, not a cascade: fetch the file itself with git lfs pull",
            _ when text.StartsWith("%YAML") =>
                "is YAML, not a cascade in XML, the only one of OpenCV's formats that is read: write it as .xml with "
                    + "OpenCV's FileStorage",
            ['{' or '[', ..] =>
                "is JSON, not a cascade in XML, the only one of OpenCV's formats that is read: write it as .xml with "
                    + "OpenCV's FileStorage",
            ['P', 'K', '\u0003', '\u0004', ..] => "is a zip archive, not a cascade: unpack it",
            _ => $"not a readable XML file: it begins with \"{Quote(text)}\"",
        };
    }

    private static bool IsWebPage(ReadOnlySpan<char> text)
    {
        foreach (string beginning in (ReadOnlySpan<string>)["<!doctype html", "<html", "<head", "<body", "<meta"])
        {
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Quote(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('\r', '\n');
        ReadOnlySpan<char> line = end < 0 ? text : text[..end];
        return line.Length <= LongestQuote ? line.ToString() : $"{line[..LongestQuote]}...";
    }
}
