using System.Buffers.Binary;
using System.Text;
using Spotter.Fuzzing.Loop;
using Spotter.Media;
using Spotter.Media.Cameras;
using Spotter.Media.Pictures;
using Spotter.Media.Signatures;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Media.Video.Nut;
using Spotter.Vision.Images;

namespace Spotter.Fuzzing.Targets;

/// <summary>Pictures, and what ffmpeg and ffprobe say.</summary>
internal static class MediaTargets
{
    private const string Probe = """
        { "streams": [ { "index": 0, "codec_type": "video", "codec_name": "h264", "width": 64, "height": 48, "r_frame_rate": "30/1",
            "avg_frame_rate": "30000/1001", "sample_aspect_ratio": "4:3", "duration": "2.5", "nb_frames": "75", "pix_fmt": "yuv420p",
            "color_space": "bt709", "color_transfer": "smpte2084", "color_primaries": "bt2020", "color_range": "tv",
            "disposition": { "default": 1, "attached_pic": 0 }, "tags": { "rotate": "90", "language": "eng" },
            "side_data_list": [ { "rotation": -90 } ] },
            { "index": 1, "codec_type": "audio", "codec_name": "aac" } ],
          "chapters": [ {} ], "format": { "format_name": "mov,mp4", "start_time": "0.0", "duration": "2.5" } }
        """;

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("nut", "raw pictures in ffmpeg's NUT", ReadNut)
        {
            Seeds = static () => [Nut(NutFormat.PackedBgr), Nut(NutFormat.PackedBgr, second: true)],
            Refusals = [typeof(InvalidDataException), typeof(EndOfStreamException)],
        },
        new("ffprobe", "what ffprobe says of a video", static input =>
            _ = VideoProbe.Describe(VideoSource.Parse("clip.mp4"), VideoProbe.Parse(Encoding.UTF8.GetString(input)))
        )
        {
            Seeds = static () => [Scratch.Text(Probe)],
            Words =
            [
                "\"width\":",
                "\"rotation\":",
                "1e308",
                "\"0/0\"",
                "\"1e308/1e-308\"",
                "\"N/A\"",
                "null",
                "\"rotate\":\"nan\"",
                "\"sample_aspect_ratio\":\"2147483647:1\"",
            ],
        },
        new("ffmpeg-messages", "what ffmpeg says on standard error", ReadFfmpegMessages)
        {
            Seeds = static () =>
                [
                    Scratch.Text(
                        "[mov,mp4 @ 0x5581] moov atom not found\nclip.mp4: Invalid data found when processing input\n"
                    ),
                    Scratch.Text(
                        "[AVFoundation indev @ 0x7f] AVFoundation video devices:\n"
                            + "[AVFoundation indev @ 0x7f] [0] FaceTime HD Camera\n"
                            + "[AVFoundation indev @ 0x7f] AVFoundation audio devices:\n"
                    ),
                    Scratch.Text(
                        "[dshow @ 0x1] \"USB Camera\" (video)\n"
                            + "[dshow @ 0x1]   Alternative name \"@device_pnp_\\\\?\\usb\"\n"
                    ),
                    Scratch.Text("ffmpeg version 5.1.6-0+deb12u1 Copyright (c)"),
                ],
            Words = ["[", "]", " @ 0x", "(video)", "version ", "n4.4", "No such file or directory", "99999999999"],
        },
        new("signatures", "what a file is by its first bytes", ReadSignatures)
        {
            Seeds = static () =>
                [
                    [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2"u8],
                    [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8],
                    [.. "RIFF\0\0\0\0WEBPVP8X\n\0\0\0\x02"u8],
                    [.. "RIFF\0\0\0\0AVI LIST"u8],
                    [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 1, .. "B\u0082\u0084webm"u8],
                    [.. "#EXTM3U\n"u8],
                    [.. "GIF89a"u8],
                    [.. "BM"u8],
                    [.. "II*\0"u8],
                    [.. "%PDF-1.7"u8],
                    [0xFF, 0xD8, 0xFF, 0xE0],
                    [.. "PK\x03\x04"u8],
                    [0x47, .. new byte[187], 0x47, .. new byte[187], 0x47],
                    [.. "nut/multimedia container\0"u8],
                ],
            Words = ["ftyp", "moov", "mdat", "RIFF", "WEBP", "ANIM", "webm", "matroska", "#EXTM3U", "<svg", "<?xml"],
        },
        new("exif", "EXIF and TIFF headers, and PNG's", ReadExif)
        {
            Seeds = static () =>
                [
                    Tiff(big: false),
                    Tiff(big: true),
                    [
                        0x89,
                        .. "PNG\r\n\x1a\n"u8,
                        0,
                        0,
                        0,
                        0,
                        .. "IHDR"u8,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        26,
                        .. "eXIf"u8,
                        .. Tiff(big: false),
                        0,
                        0,
                        0,
                        0,
                    ],
                ],
        },
        new("heif", "the index of HEIC and AVIF", static input => _ = HeifFile.Read(input).Stream())
        {
            Seeds = static () => [Heif()],
            Words =
            [
                "ftyp",
                "meta",
                "iinf",
                "infe",
                "iloc",
                "iprp",
                "ipco",
                "ipma",
                "ispe",
                "hvcC",
                "av1C",
                "irot",
                "imir",
                "grid",
                "iref",
                "dimg",
                "pitm",
                "colr",
                "nclx",
                "idat",
                "hvc1",
            ],
            Refusals = [typeof(InvalidDataException)],
            // A tile may be named again and again; what comes of it is limited.
            Memory = 64 << 20,
        },
        new("picture", "JPEG, PNG, WebP, BMP and GIF, by Skia", ReadPicture)
        {
            Seeds = static () => [.. Pictures()],
            Words = ["Exif\0\0II*\0", "eXIf", "ICC_PROFILE", "VP8X", "ALPH", "ANMF", "acTL"],
        },
    ];

    private static void ReadFfmpegMessages(byte[] input)
    {
        var complaints = new ToolComplaints();
        string[] lines = Encoding.UTF8.GetString(input).Split('\n');
        Array.ForEach(lines, complaints.Add);
        VideoException told = ToolMessages.Explain(VideoSource.Parse("clip.mp4"), complaints);
        _ = AvfoundationListing.Parse(lines);
        _ = DirectShowListing.Parse(lines);
        _ = FfmpegFeatures.PassthroughOf(lines[0]);
        throw told;
    }

    private static void ReadSignatures(byte[] input)
    {
        _ = FileKind.Of(input);
        _ = FileKind.IsText(input);
        _ = PictureSignature.IsAnimated(input);
        _ = PictureSignature.Recognise(input) ?? PictureSignature.Refuse(input);
        _ = ToolInput.Recognise(input, "clip.mp4", path: null);
    }

    private static void ReadExif(byte[] input)
    {
        TiffHeader tiff = TiffHeader.Of(input);
        _ = tiff.Width + tiff.Height + tiff.Profile.Length + tiff.PieceOffsets.Length + tiff.PieceLengths.Length;
        _ = PngOrientation.Of(input);
        _ = Orientation.Of(tiff.Origin, 3, 2);
    }

    private static void ReadPicture(byte[] input)
    {
        if (PictureSignature.Recognise(input) is { } format && !ToolPicture.Reads(format))
        {
            _ = Picture.Load(input, new PictureLoadOptions { MaxPixels = 1 << 16 }, "picture");
        }
    }

    /// <summary>A small picture in each format that Spotter writes.</summary>
    public static IEnumerable<byte[]> Pictures()
    {
        var picture = new BgrImage(9, 7);
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)(i * 37);
        }

        foreach (PictureFormat format in Enum.GetValues<PictureFormat>())
        {
            using SkiaSharp.SKData encoded = PictureEncoder.Encode(picture, format, new PictureSaveOptions(), "seed");
            yield return encoded.ToArray();
        }

        yield return
        [
            .. "BM"u8,
            70,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            54,
            0,
            0,
            0,
            40,
            0,
            0,
            0,
            2,
            0,
            0,
            0,
            2,
            0,
            0,
            0,
            1,
            0,
            24,
            0,
            0,
            0,
            0,
            0,
            16,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            0,
            0,
            7,
            8,
            9,
            1,
            2,
            3,
            0,
            0,
        ];
        yield return Convert.FromBase64String("R0lGODlhAgACAIABAP8AAAAA/ywAAAAAAgACAAACAkQKADs=");
    }

    private static void ReadNut(byte[] input)
    {
        const int most = 1 << 16;
        var reader = new NutReader(new MemoryStream(WithChecksums(input)));
        while (reader.TryReadHeader(out _, out int length))
        {
            if (length > most)
            {
                reader.SkipPicture();
            }
            else
            {
                reader.ReadPicture(new byte[length]);
            }
        }
    }

    // Packets have checksums, which are made to fit, so that what they guard is reached.
    private static byte[] WithChecksums(byte[] input)
    {
        byte[] bytes = [.. input];
        foreach (ulong code in (ulong[])[NutFormat.MainHeader, NutFormat.StreamHeader, NutFormat.SyncPoint])
        {
            var start = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(start, code);
            for (int from = 0; bytes.AsSpan(from).IndexOf(start.AsSpan()) is >= 0 and var at; )
            {
                from += at + start.Length;

                // Of what this program writes the length takes one byte or two.
                int length = 0;
                int body = from;
                while (body < bytes.Length && body < from + 2)
                {
                    length = (length << 7) | (bytes[body] & 0x7F);
                    if (bytes[body++] < 0x80)
                    {
                        break;
                    }
                }

                if (length >= 4 && body + length <= bytes.Length)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(
                        bytes.AsSpan(body + length - 4),
                        NutFormat.Checksum(bytes.AsSpan(body, length - 4))
                    );
                }
            }
        }

        return bytes;
    }

    private static byte[] Nut(ReadOnlySpan<byte> pixels, bool second = false)
    {
        using var stream = new MemoryStream();
        var writer = new NutWriter(stream, pixels, 4, 2, (1, 1), 25);
        writer.WriteHeader(TimeSpan.Zero, 24);
        writer.WritePixels(new byte[24]);
        if (second)
        {
            writer.WriteHeader(TimeSpan.FromSeconds(1.04), 24);
            writer.WritePixels(new byte[24]);
        }

        return stream.ToArray();
    }

    // Width, height, orientation; one strip.
    private static byte[] Tiff(bool big)
    {
        ushort[][] entries =
        [
            [256, 3, 1, 3],
            [257, 3, 1, 2],
            [274, 3, 1, 6],
            [273, 3, 1, 8],
            [279, 3, 1, 18],
        ];
        var bytes = new List<byte>();
        bytes.AddRange(big ? "MM\0*"u8 : "II*\0"u8);
        Long(8);
        Short((ushort)entries.Length);
        foreach (ushort[] entry in entries)
        {
            Short(entry[0]);
            Short(entry[1]);
            Long(entry[2]);
            Short(entry[3]);
            Short(0);
        }

        Long(0);
        return [.. bytes];

        void Short(ushort value) =>
            bytes.AddRange(big ? [(byte)(value >> 8), (byte)value] : [(byte)value, (byte)(value >> 8)]);

        void Long(uint value)
        {
            Short(big ? (ushort)(value >> 16) : (ushort)value);
            Short(big ? (ushort)value : (ushort)(value >> 16));
        }
    }

    private static byte[] Heif()
    {
        byte[] item = Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. "av01"u8, 0]);
        byte[] properties = Box(
            "iprp",
            [
                .. Box(
                    "ipco",
                    [.. Box("ispe", [0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 8]), .. Box("av1C", [0x81, 0, 12, 0])]
                ),
                .. Box("ipma", [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1, 2]),
            ]
        );
        byte[] meta = Box(
            "meta",
            [
                0,
                0,
                0,
                0,
                .. Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
                .. Box("pitm", [0, 0, 0, 0, 0, 1]),
                .. Box("iinf", [0, 0, 0, 0, 0, 1, .. item]),
                .. Box("iloc", [0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 4]),
                .. properties,
            ]
        );
        return [.. Box("ftyp", [.. "avif"u8, 0, 0, 0, 0, .. "mif1avif"u8]), .. meta, .. Box("mdat", [18, 0, 10, 1])];
    }

    private static byte[] Box(string type, byte[] content)
    {
        int length = content.Length + 8;
        return
        [
            (byte)(length >> 24),
            (byte)(length >> 16),
            (byte)(length >> 8),
            (byte)length,
            .. Encoding.ASCII.GetBytes(type),
            .. content,
        ];
    }
}
