namespace Spotter.Media.Pictures;

/// <summary>Tells what a file holds by its first bytes; its name is never asked.</summary>
internal static class PictureSignature
{
    /// <summary>How many of the first bytes are enough to tell.</summary>
    public const int Length = 64;

    public const string Readable = "JPEG, PNG, WebP, BMP and GIF can be read";

    /// <summary>The format's name where it is one that can be read, else null.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "JPEG",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "PNG",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "GIF",
        [(byte)'B', (byte)'M', _, _, _, _, ..] => "BMP",
        _ when IsRiff(head, "WEBP"u8) => "WebP",
        _ => null,
    };

    /// <summary>What is wrong with a file that <see cref="Recognise"/> does not know, and what to do.</summary>
    public static string Refuse(ReadOnlySpan<byte> head)
    {
        if (Foreign(head) is { } kind)
        {
            return $"is {kind}, which is not a picture format that can be read; convert it to JPEG or PNG";
        }

        if (IsText(head))
        {
            return $"holds text, not a picture; {Readable}";
        }

        string start = Convert.ToHexStringLower(head[..Math.Min(head.Length, 8)]);
        return $"is not a picture in a known format (it starts with bytes {start}); {Readable}";
    }

    /// <summary>True for the containers of video that can be told by their first bytes.</summary>
    public static bool IsVideo(ReadOnlySpan<byte> head) =>
        Foreign(head)?.EndsWith(" video", StringComparison.Ordinal) == true;

    private static string? Foreign(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF or camera raw file",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "a JPEG XL picture",
        [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "a JPEG 2000 picture",
        [0, 0, 1, 0, ..] => "a Windows icon",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "a Matroska or WebM video",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive",
        [0x1F, 0x8B, ..] => "a gzip archive",
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..] => "a Netpbm picture",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] => Brand(brand),
        _ when IsRiff(head, "AVI "u8) => "an AVI video",
        _ => null,
    };

    private static string Brand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8) ? "an AVIF picture"
        : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) ? "an HEIC picture"
        : "an MP4 or QuickTime video";

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> kind) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith(kind);

    /// <summary>True where all bytes are those of text.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (byte b in head)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B) or 0x7F)
            {
                return false;
            }
        }

        return System.Text.Unicode.Utf8.IsValid(TrimPartialCharacter(head));
    }

    /// <summary>The head may end in the middle of a UTF-8 character.</summary>
    private static ReadOnlySpan<byte> TrimPartialCharacter(ReadOnlySpan<byte> head)
    {
        int end = head.Length;
        while (end > 0 && end > head.Length - 3 && (head[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return end > 0 && head[end - 1] >= 0xC0 ? head[..(end - 1)] : head;
    }
}
