using Spotter.Media.Signatures;

namespace Spotter.Media.Video.Inputs;

/// <summary>What a video's bytes are: the one demuxer that may read it. Names of files are never asked.</summary>
/// <remarks>
/// Only what holds its pictures itself is here. Playlists, manifests and lists (HLS, DASH, IMF, concat, SDP) name other
/// files and addresses, which whoever made them may choose: ffmpeg must never come to open one.
/// </remarks>
/// <param name="Name">For people, with its article.</param>
/// <param name="Demuxer">ffmpeg's name for it.</param>
internal sealed record VideoContainer(string Name, string Demuxer)
{
    /// <summary>How many of the first bytes are enough to tell; fewer do where the file is shorter.</summary>
    public const int HeadLength = 8192;

    public static readonly VideoContainer Mp4 = new("an MP4 or QuickTime video", "mov");
    public static readonly VideoContainer Nut = new("a NUT video", "nut");

    /// <summary>JPEG pictures one after another: only where the caller knows that they are no single picture.</summary>
    public static readonly VideoContainer MotionJpeg = new("a Motion JPEG video", "mjpeg");

    public static readonly VideoContainer Gif = new("an animated GIF", "gif");
    private static readonly VideoContainer Transport = new("an MPEG transport stream", "mpegts");
    private static readonly VideoContainer Program = new("an MPEG program stream", "mpeg");
    private static readonly VideoContainer Mpeg4 = new("an MPEG-4 video stream", "m4v");
    private static readonly VideoContainer H264 = new("an H.264 stream", "h264");
    private static readonly VideoContainer Hevc = new("an HEVC stream", "hevc");

    private static readonly (byte[] Start, VideoContainer Container)[] Starts =
    [
        ([0x1A, 0x45, 0xDF, 0xA3], new("a Matroska or WebM video", "matroska")),
        ([.. "FLV\x01"u8], new("an FLV video", "flv")),
        ([.. "OggS"u8], new("an Ogg video", "ogg")),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], new("an ASF or WMV video", "asf")),
        ([0xB7, 0xD8, 0x00, 0x20, 0x37, 0x49, 0xDA, 0x11], new("a WTV recording", "wtv")),
        ([.. "DKIF"u8], new("an IVF video", "ivf")),
        ([.. "YUV4MPEG2 "u8], new("a YUV4MPEG video", "yuv4mpegpipe")),
        ([.. "nut/multimedia container\0"u8], Nut),
        ([.. "DHAV"u8], new("a Dahua recording", "dhav")),
        ([.. "DAHUA"u8], new("a Dahua recording", "dhav")),
        ([.. ".RMF"u8], new("a RealMedia video", "rm")),
        ([.. "NSVf"u8], new("an NSV video", "nsv")),
        ([.. "NSVs"u8], new("an NSV video", "nsv")),
        ([.. "BBCD"u8], new("a Dirac stream", "dirac")),
        ([0, 0, 0, 0, 1, 0xBC], new("a GXF video", "gxf")),
        ([0x12, 0x00, 0x0A], new("an AV1 stream", "obu")),
        ([0x1F, 0x07, 0x00], new("a DV video", "dv")),
        ([0, 0, 1, 0xBA], Program),
        ([0, 0, 1, 0xE0], Program),
        ([0, 0, 1, 0xB3], new("an MPEG video stream", "mpegvideo")),
        ([0, 0, 1, 0xB0], Mpeg4),
        ([0, 0, 1, 0x0F], new("a VC-1 stream", "vc1")),
        ([0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02], new("an MXF video", "mxf")),
    ];

    /// <summary>Which demuxers an address may come to; the first group names nothing but itself.</summary>
    public static IEnumerable<string> Demuxers =>
        [
            .. Starts.Select(s => s.Container.Demuxer).Distinct(StringComparer.Ordinal),
            "mov",
            "avi",
            "mpegts",
            "h264",
            "hevc",
            "mjpeg",
            "gif",
            "apng",
        ];

    /// <summary>The container, or null where the bytes are no video's.</summary>
    public static VideoContainer? Recognise(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] start, VideoContainer container) in Starts)
        {
            if (head.StartsWith(start))
            {
                return container;
            }
        }

        return head switch
        {
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', ..] => new(
                "an AVI video",
                "avi"
            ),
            // What is all text only pretends: <!--ftypjp2 --><MPD> is a manifest.
            _ when FileKind.IsText(head) => null,
            _ when IsMovie(head) => Mp4,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when IsAnimatedPng(head) => new("an animated PNG", "apng"),
            _ when IsTransport(head) => Transport,
            [0, 0, 1, <= 0x1F, 0, 0, 1, >= 0x20 and <= 0x2F, ..] => Mpeg4,
            // MXF after a run-in.
            _ when Starts[^1].Start is var partition && head.IndexOf(partition) > 0 => Starts[^1].Container,
            [0, 0, 1, ..] or [0, 0, 0, 1, ..] => AnnexB(head),
            _ => null,
        };
    }

    // ISO/IEC 14496-12: boxes of a length and a type. JPEG 2000 and HEIF begin the same way and are pictures.
    private static bool IsMovie(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8)
        {
            return false;
        }

        if (head.StartsWith("\0\0\0\x0CjP  "u8))
        {
            return head.Length > 24 && head[20..].StartsWith("mjp2"u8);
        }

        ReadOnlySpan<byte> type = head.Slice(4, 4);
        return type.SequenceEqual("ftyp"u8)
            ? head[0] == 0 && head[1] == 0 && !FileKind.IsStillBrand(head[8..])
            : type.SequenceEqual("moov"u8)
                || type.SequenceEqual("mdat"u8)
                || type.SequenceEqual("wide"u8)
                || type.SequenceEqual("free"u8)
                || type.SequenceEqual("skip"u8)
                || type.SequenceEqual("pnot"u8)
                || type.SequenceEqual("styp"u8)
                || type.SequenceEqual("moof"u8);
    }

    // PNG, third edition: acTL comes before the first IDAT.
    private static bool IsAnimatedPng(ReadOnlySpan<byte> head)
    {
        int control = head.IndexOf("acTL"u8);
        int data = head.IndexOf("IDAT"u8);
        return control > 0 && (data < 0 || control < data);
    }

    // ISO/IEC 13818-1: packets of 188 bytes that begin with 0x47; four bytes of time before each (M2TS) or sixteen of
    // parity after. A recording may begin within a packet.
    private static bool IsTransport(ReadOnlySpan<byte> head)
    {
        foreach (int packet in (ReadOnlySpan<int>)[188, 192, 204])
        {
            for (int start = 0; start < packet && start < head.Length; start++)
            {
                int hits = 0;
                int at = start;
                for (; at < head.Length && head[at] == 0x47; at += packet)
                {
                    hits++;
                }

                if (at >= head.Length && hits >= (start is 0 or 4 ? 2 : 5))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // ITU-T H.264 and H.265, annex B: the first unit that only one of them can have decides. A stream may begin
    // anywhere.
    private static VideoContainer? AnnexB(ReadOnlySpan<byte> head)
    {
        for (int at = head.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]); at >= 0 && at + 4 < head.Length; )
        {
            (byte first, byte second) = (head[at + 3], head[at + 4]);
            if ((first & 1) == 0 && (first >> 1) is 32 or 33 or 34 or 35 && second == 1)
            {
                return Hevc;
            }

            if ((first & 0x80) == 0 && ((first & 0x1F) is 7 && (first & 0x60) != 0 || first is 0x09))
            {
                return H264;
            }

            int next = head[(at + 3)..].IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
            at = next < 0 ? -1 : at + 3 + next;
        }

        return null;
    }
}
