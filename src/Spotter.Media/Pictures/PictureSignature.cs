using Spotter.Media.Signatures;
using Spotter.Media.Video.Inputs;

namespace Spotter.Media.Pictures;

/// <summary>Tells what a file holds by its first bytes; its name is never asked.</summary>
internal static class PictureSignature
{
    /// <summary>How many of the first bytes are enough to tell.</summary>
    public const int Length = 64;

    public const string Formats = $"JPEG, PNG, WebP, BMP, GIF, {ToolPicture.Formats}";

    /// <summary>Those that can be read without the ffmpeg program.</summary>
    public const string FormatsWithoutTool = "JPEG, PNG, WebP, BMP and GIF";

    public const string Readable = $"{Formats} can be read";

    /// <summary>The format's name where it is one that can be read, else null.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "JPEG",
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "PNG",
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "GIF",
            [(byte)'B', (byte)'M', _, _, _, _, ..] => "BMP",
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => ToolPicture.Tiff,
            [0, 0, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] when FileKind.IsStillBrand(brand) =>
                brand[0] == 'a' ? ToolPicture.Avif : ToolPicture.Heic,
            _ when IsRiff(head, "WEBP"u8) => "WebP",
            _ => null,
        };

    /// <summary>How files of a format are named.</summary>
    /// <param name="format">A name that <see cref="Recognise"/> gives.</param>
    public static string ExtensionOf(string format) => format == "JPEG" ? ".jpg" : $".{format.ToLowerInvariant()}";

    /// <summary>
    /// True for a GIF, PNG or WebP file of several frames, as far as its first bytes tell; a GIF always may be one.
    /// </summary>
    public static bool IsAnimated(ReadOnlySpan<byte> head) =>
        head switch
        {
            // A VP8X chunk whose second flag says that there are frames.
            _ when IsRiff(head, "WEBP"u8) => head.Length > 20 && head[12..].StartsWith("VP8X"u8) && (head[20] & 2) != 0,
            _ => VideoContainer.Recognise(head) is { Demuxer: "gif" or "apng" },
        };

    /// <summary>What is wrong with a file that <see cref="Recognise"/> does not know, and what to do.</summary>
    public static string Refuse(ReadOnlySpan<byte> head)
    {
        if (VideoContainer.Recognise(head) is { } video)
        {
            return $"is {video.Name}, not a picture; name it as a video, or take pictures from it";
        }

        if (FileKind.Of(head) is { } kind)
        {
            return kind.Name == "text"
                ? $"holds text, not a picture; {Readable}"
                : $"is {kind.Name}, not a picture that can be read; "
                    + $"{(kind.Advice.Length > 0 ? kind.Advice : "convert it to JPEG or PNG")}";
        }

        string start = Convert.ToHexStringLower(head[..Math.Min(head.Length, 8)]);
        return $"is not a picture in a known format (it starts with bytes {start}); {Readable}";
    }

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> kind) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith(kind);
}
