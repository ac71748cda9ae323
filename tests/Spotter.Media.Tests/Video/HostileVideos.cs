using System.Buffers.Binary;
using System.Text;
using Spotter.Media.Video;

namespace Spotter.Media.Tests.Video;

/// <summary>
/// Files that lie about what they are: playlists, manifests, archives, scripts and pictures under the names of videos,
/// and videos that name others. All of them lead to a canary, a red clip, and to an address of this machine.
/// </summary>
internal sealed class HostileVideos
{
    private readonly string _folder;
    private readonly string _canary;
    private readonly string _address;
    private readonly List<string> _pretenders = [];
    private readonly List<string> _videos = [];

    /// <param name="folder">Where to write them; the canary lies there too.</param>
    /// <param name="port">A port of this machine that nobody may ask.</param>
    public HostileVideos(string folder, int port)
    {
        _folder = folder;
        _canary = Path.Combine(folder, Canary);
        _address = $"http://127.0.0.1:{port}/{Canary}";
        Directory.CreateDirectory(folder);
        Clip("red", _canary);
        Clip("red", Path.Combine(folder, "canary.ts"));
        WritePlaylists();
        WriteOthers();
        WriteVideosThatNameOthers();
        WriteHostileNames();
    }

    public const string Canary = "canary.mp4";

    /// <summary>No videos: each must be refused.</summary>
    public IReadOnlyList<string> Pretenders => _pretenders;

    /// <summary>Blue videos with something hostile in them or in their names: they show blue or nothing.</summary>
    public IReadOnlyList<string> Videos => _videos;

    private void WritePlaylists()
    {
        string ts = Path.Combine(_folder, "canary.ts");
        Text(
            "hls.mp4",
            $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nfile://{ts}\n#EXT-X-ENDLIST\n"
        );
        Text("hls-relative.ts", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\ncanary.ts\n#EXT-X-ENDLIST\n");
        Text("hls-network.mkv", $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n{_address}\n#EXT-X-ENDLIST\n");
        Text("hls-concat.avi", $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nconcat:{ts}|{ts}\n#EXT-X-ENDLIST\n");
        Text("hls-master.mov", $"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile://{_folder}/hls.mp4\n");
        Text("hls-bom.mp4", "\uFEFF#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\ncanary.ts\n#EXT-X-ENDLIST\n");
        Text("m3u.mp4", $"{_canary}\n");
        Text("dash.mp4", Dash(""));
        Text("dash-as-ftyp.mp4", Dash("<!--ftypjp2 -->"));
        Text("dash-as-moov.mp4", Dash("<!--moov-->"));
        Text("dash-as-free.mov", Dash("    free"));
        Bytes("dash-as-binary.mp4", [.. Encoding.ASCII.GetBytes(Dash("<!--ftypisom-->")), 0, 1, 2]);
        Text("dash-network.webm", Dash("").Replace($"file://{_canary}", _address, StringComparison.Ordinal));
        Text("concat.mp4", $"ffconcat version 1.0\nfile '{_canary}'\n");
        Text("concat-bare.mkv", $"file '{_canary}'\n");
        Text("concat-options.ts", $"ffconcat version 1.0\nfile '{_canary}'\noption safe 0\n");
        Text(
            "smooth.ism.mp4",
            $"<SmoothStreamingMedia MajorVersion=\"2\"><StreamIndex Url=\"file://{_canary}\"/></SmoothStreamingMedia>"
        );
        Text(
            "imf.mxf",
            $"<?xml version=\"1.0\"?><CompositionPlaylist "
                + $"xmlns=\"http://www.smpte-ra.org/schemas/2067-3/2016\"><Id>urn:uuid:1</Id></CompositionPlaylist>"
        );
        Text("smil.rm", $"<smil><body><video src=\"{_canary}\"/></body></smil>");
        Text("asx.wmv", $"<asx version=\"3.0\"><entry><ref href=\"{_canary}\"/></entry></asx>");
        Text("ref.asf", $"[Reference]\nRef1={_address}\n");
        Text("pls.mpg", $"[playlist]\nFile1={_canary}\nNumberOfEntries=1\n");
        Text(
            "sdp.ts",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 45454 RTP/AVP 96\na=rtpmap:96 "
                + "H264/90000\n"
        );
        Text("rtsptext.mov", $"rtsptextrtsp://127.0.0.1/{Canary}\n");
    }

    private void WriteOthers()
    {
        Bytes("zip.mp4", [.. "PK\x03\x04"u8, .. new byte[200]]);
        Bytes("gzip.mkv", [0x1F, 0x8B, 8, 0, .. new byte[200]]);
        byte[] tar = new byte[1024];
        Encoding.ASCII.GetBytes(Canary).CopyTo(tar, 0);
        "ustar\0"u8.CopyTo(tar.AsSpan(257));
        Bytes("tar.mp4", tar);
        Text("script.mp4", $"#!/bin/sh\ncat {_canary}\n");
        Text("avisynth.avs.mp4", $"AviSource(\"{_canary}\")\n");
        Text(
            "svg.mp4",
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image "
                + $"xlink:href=\"file://{_canary}\"/></svg>"
        );
        Text("subtitles.mp4", "1\n00:00:00,000 --> 00:00:02,000\nwords\n");
        Text("ass.mkv", "[Script Info]\nScriptType: v4.00+\n");
        Text("metadata.mp4", ";FFMETADATA1\ntitle=x\n");
        Text("page.mp4", $"<!DOCTYPE html><video src=\"file://{_canary}\"></video>");
        Text("lfs.mp4", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        Text("lavfi.mp4", $"movie={_canary}");
        Picture("jpeg.mp4", "mjpeg", ".jpg");
        Picture("png.avi", "png", ".png");
        Picture("bmp.mkv", "bmp", ".bmp");
        Picture("tiff.mov", "tiff", ".tif");
        Bytes("noise.mp4", [.. Enumerable.Range(0, 600).Select(static i => (byte)((i * 197 + 91) ^ (i >> 3)))]);
    }

    private void WriteVideosThatNameOthers()
    {
        byte[] blue = File.ReadAllBytes(Clip("blue", Path.Combine(_folder, "plain.mp4")));
        Video("reference.mov", WithReference(blue, Canary));
        Video("reference-absolute.mov", WithReference(blue, _canary));

        // What AVI calls subtitles may be any format that ffmpeg guesses: CVE-2017-9993 was a playlist there.
        byte[] avi = File.ReadAllBytes(Clip("blue", Path.Combine(_folder, "plain.avi")));
        Video(
            "gab2.avi",
            WithHiddenPlaylist(
                avi,
                $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nfile://{_canary}\n#EXT-X-ENDLIST\n"
            )
        );

        Text("list.txt", $"#EXTM3U\nfile://{_canary}\n");
        string attached = Path.Combine(_folder, "attached.mkv");
        Clips.Run(
            FfmpegPrograms.Ffmpeg,
            "-v",
            "error",
            "-y",
            "-i",
            Path.Combine(_folder, "plain.mp4"),
            "-c",
            "copy",
            "-attach",
            Path.Combine(_folder, "list.txt"),
            "-metadata:s:t",
            "mimetype=application/vnd.apple.mpegurl",
            attached
        );
        _pretenders.Remove(Path.Combine(_folder, "list.txt"));
        _videos.Add(attached);
    }

    private void WriteHostileNames()
    {
        byte[] blue = File.ReadAllBytes(Path.Combine(_folder, "plain.mp4"));
        foreach (
            string name in (string[])
                [
                    "concat:canary.mp4|canary.mp4",
                    "file:canary.mp4",
                    "subfile,,start,0,end,0,,:canary.mp4",
                    "-i canary.mp4",
                    "img%03d.mp4",
                    "img*.mp4",
                    "cache:canary.mp4",
                    "data:,canary.mp4",
                    "pipe:0.mp4",
                    "a:b;c&d$(e)`f`'g\".mp4",
                    "%s%n.mp4",
                    "[0:v]movie=canary.mp4",
                ]
        )
        {
            Video(name, blue);
        }

        Bytes("img001.mp4", File.ReadAllBytes(_canary));
        _pretenders.Remove(Path.Combine(_folder, "img001.mp4"));
    }

    private string Dash(string before) =>
        $"""
            {before}<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
            <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" codecs="avc1" bandwidth="1" width="64" height="64">
            <BaseURL>file://{_canary}</BaseURL></Representation></AdaptationSet></Period></MPD>
            """;

    private void Text(string name, string content) => Bytes(name, Encoding.UTF8.GetBytes(content));

    private void Bytes(string name, byte[] content) => _pretenders.Add(Write(name, content));

    private void Video(string name, byte[] content) => _videos.Add(Write(name, content));

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private void Picture(string name, string codec, string extension)
    {
        string picture = Path.Combine(_folder, "picture" + extension);
        Clips.Run(
            FfmpegPrograms.Ffmpeg,
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "color=red:size=64x64",
            "-frames:v",
            "1",
            "-c:v",
            codec,
            picture
        );
        Bytes(name, File.ReadAllBytes(picture));
    }

    private static string Clip(string colour, string path)
    {
        Clips.Run(
            FfmpegPrograms.Ffmpeg,
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            $"color={colour}:size=64x64:rate=5:duration=1",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            path
        );
        return path;
    }

    /// <summary>An MP4 whose index says that the pictures lie in another file (an alias of QuickTime's).</summary>
    private static byte[] WithReference(byte[] mp4, string target)
    {
        byte[] path = Encoding.ASCII.GetBytes("Disk:" + target.TrimStart('/').Replace('/', ':'));
        var alias = new List<byte>();
        alias.AddRange(new byte[10]);
        alias.Add(4);
        alias.AddRange([.. "Disk"u8, .. new byte[23], .. new byte[12]]);
        byte[] name = Encoding.ASCII.GetBytes(Canary);
        alias.AddRange([
            (byte)name.Length,
            .. name,
            .. new byte[63 - name.Length],
            .. new byte[16],
            0,
            1,
            0,
            1,
            .. new byte[16],
        ]);
        alias.AddRange([
            0,
            2,
            0,
            (byte)path.Length,
            .. path,
            .. path.Length % 2 == 1 ? new byte[1] : [],
            0xFF,
            0xFF,
            0,
            0,
        ]);
        byte[] box = [.. Number(alias.Count + 12), .. "alis"u8, 0, 0, 0, 0, .. alias];

        int reference = mp4.AsSpan().IndexOf("dref"u8) - 4;
        int old = reference + 16;
        int oldLength = BinaryPrimitives.ReadInt32BigEndian(mp4.AsSpan(old));
        byte[] changed = [.. mp4[..old], .. box, .. mp4[(old + oldLength)..]];
        foreach (string parent in (string[])["moov", "trak", "mdia", "minf", "dinf", "dref"])
        {
            int at = mp4.AsSpan(0, reference + 8).LastIndexOf(Encoding.ASCII.GetBytes(parent)) - 4;
            int length = BinaryPrimitives.ReadInt32BigEndian(mp4.AsSpan(at));
            BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(at), length + box.Length - oldLength);
        }

        return changed;
    }

    /// <summary>An AVI with a second stream, of subtitles in a packet (GAB2) that holds a playlist.</summary>
    private static byte[] WithHiddenPlaylist(byte[] avi, string playlist)
    {
        byte[] text = Encoding.ASCII.GetBytes(playlist);
        byte[] header =
        [
            .. "strh"u8,
            56,
            0,
            0,
            0,
            .. "txts"u8,
            .. new byte[16],
            1,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            .. new byte[28],
        ];
        byte[] stream =
        [
            .. "LIST"u8,
            .. Little(4 + header.Length + 8),
            .. "strl"u8,
            .. header,
            .. "strf"u8,
            0,
            0,
            0,
            0,
        ];
        byte[] packet = [.. "GAB2\0"u8, 2, 0, 2, 0, 0, 0, (byte)'x', 0, 4, 0, .. Little(text.Length), .. text];
        byte[] chunk = [.. "01tx"u8, .. Little(packet.Length), .. packet, .. packet.Length % 2 == 1 ? new byte[1] : []];

        int list = avi.AsSpan().IndexOf("hdrl"u8) - 8;
        int listLength = BinaryPrimitives.ReadInt32LittleEndian(avi.AsSpan(list + 4));
        int movie = avi.AsSpan().IndexOf("movi"u8);
        int movieLength = BinaryPrimitives.ReadInt32LittleEndian(avi.AsSpan(movie - 4));
        byte[] changed =
        [
            .. avi[..(list + 8 + listLength)],
            .. stream,
            .. avi[(list + 8 + listLength)..(movie + 4)],
            .. chunk,
            .. avi[(movie + 4)..],
        ];
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(4), changed.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(list + 4), listLength + stream.Length);
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(movie + stream.Length - 4), movieLength + chunk.Length);
        return changed;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little(int value) => BitConverter.GetBytes(value);
}
