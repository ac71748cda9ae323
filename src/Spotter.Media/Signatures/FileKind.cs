using System.Text;

namespace Spotter.Media.Signatures;

/// <summary>
/// Names what a file is that is neither the picture nor the video that was expected, by its first bytes.
/// </summary>
/// <param name="Name">What it is, with its article.</param>
/// <param name="Advice">What to do, as a clause; empty for pictures that are read.</param>
internal sealed record FileKind(string Name, string Advice)
{
    /// <summary>The advice about what nobody can be seen in.</summary>
    public const string NoPictures = "it has no pictures";

    private const string NamesOthers =
        "it only names other files, which are not opened; give the video itself, or join it first: ffmpeg -i LIST -c "
        + "copy video.mp4";

    private const string IsRead = "";
    private const string Unpack = "unpack it first";
    private const string Fetch = "get the file itself";
    private const string Convert = "convert it to JPEG or PNG";

    // In the text's first lines; the first that fits decides.
    private static readonly (string Sign, FileKind Kind)[] Texts =
    [
        ("#EXTM3U", new("an HLS or M3U playlist", NamesOthers)),
        ("<MPD", new("a DASH manifest", NamesOthers)),
        ("ffconcat", new("a list of files (ffconcat)", NamesOthers)),
        ("<SmoothStreamingMedia", new("a Smooth Streaming manifest", NamesOthers)),
        ("<CompositionPlaylist", new("an IMF playlist", NamesOthers)),
        ("<AssetMap", new("an IMF asset map", NamesOthers)),
        ("<smil", new("a SMIL playlist", NamesOthers)),
        ("<asx", new("an ASX playlist", NamesOthers)),
        ("<playlist", new("an XSPF playlist", NamesOthers)),
        ("[playlist]", new("a PLS playlist", NamesOthers)),
        ("[Reference]", new("an ASF playlist", NamesOthers)),
        ("ASF ", new("an ASF playlist", NamesOthers)),
        ("rtsptext", new("a QuickTime playlist", NamesOthers)),
        ("v=0", new("a session description (SDP)", NamesOthers)),
        ("[InternetShortcut]", new("a web link", "give the address itself")),
        ("version https://git-lfs", new("a Git LFS pointer", "fetch the file it stands for: git lfs pull")),
        ("<!DOCTYPE html", new("a web page", Fetch)),
        ("<html", new("a web page", Fetch)),
        ("<svg", new("an SVG drawing", Convert)),
        ("WEBVTT", new("subtitles (WebVTT)", NoPictures)),
        ("[Script Info]", new("subtitles (ASS)", NoPictures)),
        (";FFMETADATA", new("ffmpeg's metadata file", NoPictures)),
        ("#!", new("a script", "it is not run")),
        ("<?xml", new("an XML document", Fetch)),
    ];

    private static readonly (byte[] Start, FileKind Kind)[] Starts =
    [
        ([.. "PK\x03\x04"u8], new("a ZIP archive", Unpack)),
        ([0x1F, 0x8B], new("a gzip archive", Unpack)),
        ([.. "BZh"u8], new("a bzip2 archive", Unpack)),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], new("an xz archive", Unpack)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("a Zstandard archive", Unpack)),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], new("a 7z archive", Unpack)),
        ([.. "Rar!"u8], new("a RAR archive", Unpack)),
        ([.. "%PDF"u8], new("a PDF document", Convert)),
        ([0x7F, .. "ELF"u8], new("a program", "it is not run")),
        ([.. "MZ"u8], new("a program", "it is not run")),
        ([0xFF, 0xD8, 0xFF], new("a JPEG picture", IsRead)),
        ([0x89, .. "PNG"u8], new("a PNG picture", IsRead)),
        ([.. "GIF8"u8], new("a GIF picture", IsRead)),
        ([.. "BM"u8], new("a BMP picture", IsRead)),
        ([.. "II*\0"u8], new("a TIFF or camera raw file", IsRead)),
        ([.. "MM\0*"u8], new("a TIFF or camera raw file", IsRead)),
        ([0xFF, 0x0A], new("a JPEG XL picture", Convert)),
        ([.. "\0\0\0\x0CJXL "u8], new("a JPEG XL picture", Convert)),
        ([.. "\0\0\0\x0CjP  "u8], new("a JPEG 2000 picture", Convert)),
        ([0xFF, 0x4F, 0xFF, 0x51], new("a JPEG 2000 picture", Convert)),
        ([0, 0, 1, 0, .. "\0"u8], new("a Windows icon", Convert)),
        ([.. "8BPS"u8], new("a Photoshop document", Convert)),
        ([.. "ID3"u8], new("an MP3 sound file", NoPictures)),
        ([.. "fLaC"u8], new("a FLAC sound file", NoPictures)),
        ([.. "SQLite format 3"u8], new("a database", Fetch)),
    ];

    /// <summary>What the bytes are, or null where that is not known.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] start, FileKind kind) in Starts)
        {
            if (head.StartsWith(start))
            {
                return kind;
            }
        }

        return head switch
        {
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] =>
                new("a WAV sound file", NoPictures),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                new("a WebP picture", IsRead),
            [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..] => new(
                "a Netpbm picture",
                Convert
            ),
            [0, 0, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] when IsStillBrand(brand) => brand[0]
            == 'a'
                ? new("an AVIF picture", IsRead)
                : new("an HEIC picture", IsRead),
            _ when head.Length > 262 && head[257..].StartsWith("ustar"u8) => new("a tar archive", Unpack),
            _ when Utf16(head) is { } text => Text(text),
            _ when IsText(head) => Text(Encoding.UTF8.GetString(head)),
            _ => null,
        };
    }

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

    /// <summary>
    /// True for the brands of HEIF that hold pictures rather than a film (ISO/IEC 23008-12, AVIF 1.1).
    /// </summary>
    public static bool IsStillBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avif"u8)
        || brand.StartsWith("mif"u8)
        || brand.StartsWith("hei"u8)
        || brand.StartsWith("hev"u8)
        || brand.StartsWith("msf1"u8);

    private static FileKind Text(string text)
    {
        string start = text.TrimStart('\uFEFF').TrimStart();
        foreach ((string sign, FileKind kind) in Texts)
        {
            // Marks of XML may follow comments; the others stand at the very beginning.
            if (
                sign[0] == '<' && start.StartsWith('<')
                    ? start.Contains(sign, StringComparison.OrdinalIgnoreCase)
                    : start.StartsWith(sign, StringComparison.OrdinalIgnoreCase)
            )
            {
                return kind;
            }
        }

        return
            start.StartsWith("file ", StringComparison.Ordinal) || start.Contains("\nfile ", StringComparison.Ordinal)
            ? new FileKind("a list of files", NamesOthers)
            : new FileKind("text", Fetch);
    }

    private static string? Utf16(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            _ => null,
        };

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
