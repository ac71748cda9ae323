using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Spotter.Fuzzing.Loop;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Cascades.Formats;
using Spotter.Vision.Channels;

namespace Spotter.Fuzzing.Targets;

/// <summary>Cascades and channel models.</summary>
internal static class ModelTargets
{
    private const string Old = """
        <?xml version="1.0"?>
        <opencv_storage>
        <old_cascade type_id="opencv-haar-classifier">
          <size>20 20</size>
          <stages>
            <_><trees>
              <_><_><feature><rects><_>3 7 14 4 -1.</_><_>3 9 14 2 2.</_></rects><tilted>0</tilted></feature>
                <threshold>4.0141958743333817e-003</threshold><left_val>0.0337</left_val><right_val>0.8378</right_val></_></_>
              <_><_><feature><rects><_>6 1 4 4 -1.</_><_>6 1 2 2 2.</_><_>8 3 2 2 2.</_></rects><tilted>1</tilted></feature>
                <threshold>0.015</threshold><left_node>1</left_node><right_val>0.74</right_val></_>
                <_><feature><rects><_>1 2 8 6 -1.</_><_>1 4 8 2 3.</_></rects><tilted>0</tilted></feature>
                <threshold>-2e-3</threshold><left_val>0.1</left_val><right_val>-0.7</right_val></_></_>
            </trees><stage_threshold>0.8226894</stage_threshold><parent>-1</parent><next>-1</next></_>
          </stages>
        </old_cascade>
        </opencv_storage>
        """;

    private const string New = """
        <?xml version="1.0"?>
        <opencv_storage>
        <cascade type_id="opencv-cascade-classifier"><stageType>BOOST</stageType>
          <featureType>HAAR</featureType>
          <height>20</height>
          <width>20</width>
          <stageParams><maxWeakCount>2</maxWeakCount></stageParams>
          <featureParams><maxCatCount>0</maxCatCount></featureParams>
          <stageNum>1</stageNum>
          <stages>
            <_><maxWeakCount>2</maxWeakCount><stageThreshold>-1.5</stageThreshold>
              <weakClassifiers>
                <_><internalNodes>0 -1 0 0.25</internalNodes><leafValues>0.5 -0.5</leafValues></_>
                <_><internalNodes>1 0 1 0.125 -1 -2 0 0.75</internalNodes><leafValues>0.5 0.25 -1</leafValues></_>
              </weakClassifiers></_>
          </stages>
          <features>
            <_><rects><_>0 0 8 6 1.</_><_>2 3 4 5 -1.</_></rects><tilted>0</tilted></_>
            <_><rects><_>5 0 3 4 -1.</_><_>6 1 2 2 3.</_></rects><tilted>1</tilted></_>
          </features>
        </cascade>
        </opencv_storage>
        """;

    private const string Lbp = """
        <?xml version="1.0"?>
        <opencv_storage>
        <cascade><stageType>BOOST</stageType><featureType>LBP</featureType><height>24</height><width>24</width>
          <featureParams><maxCatCount>256</maxCatCount><featSize>1</featSize></featureParams><stageNum>1</stageNum>
          <stages><_><maxWeakCount>1</maxWeakCount><stageThreshold>-0.75</stageThreshold>
            <weakClassifiers><_><internalNodes>0 -1 0 -67130709 -21569 -1426120013 -1275125205 -21585 -16385 587145899 -24005</internalNodes>
              <leafValues>-0.65 0.88</leafValues></_></weakClassifiers></_></stages>
          <features><_><rect>0 0 3 5</rect></_></features>
        </cascade>
        </opencv_storage>
        """;

    private static readonly string[] Xml =
    [
        "<_>",
        "</_>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]>",
        "&a;",
        "&#x41;",
        "&lt;",
        "<?xml version=\"1.0\"?>",
        "<rects>",
        "</rects>",
        "<tilted>1</tilted>",
        "<stages>",
        "<size>3 3</size>",
        "<left_node>1</left_node>",
        "<trees>",
        "type_id=\"\"",
        "1e38",
        ".Nan",
        "-.Inf",
    ];

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("cascade-xml", "cascades of OpenCV, in both formats, plain and gzipped", LoadXml)
        {
            Seeds = static () =>
                [
                    Scratch.Text(Old),
                    Scratch.Text(New),
                    Scratch.Text(Lbp),
                    Gzip(Scratch.Text(New)),
                    [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(New)],
                    Gzip(new byte[1 << 20]),
                ],
            Words = Xml,
            // A document of 32 MiB may be unpacked from a few bytes; it is refused there.
            Memory = 200 << 20,
        },
        new("cascade-packed", "cascades as they are embedded", LoadPacked)
        {
            Seeds = static () => [.. new[] { Old, New, Lbp }.Select(static text => BodyOf(text))],
            Memory = 100 << 20,
        },
        new("channel-model", "boosted trees over channels", LoadChannels)
        {
            Seeds = static () => [ChannelBodyOf()],
            Memory = 16 << 20,
        },
    ];

    public static CascadeModel ModelOf(string xml) => CascadeModel.Load(new MemoryStream(Scratch.Text(xml)), "seed");

    /// <summary>Small cascades of every kind.</summary>
    public static IEnumerable<string> Cascades => [Old, New, Lbp];

    private static void LoadXml(byte[] input)
    {
        CascadeModel model = CascadeModel.Load(new MemoryStream(input), "cascade.xml");

        // What was read is written and read again, the same.
        using var again = new MemoryStream();
        model.Write(again);
        again.Position = 0;
        CascadeModel second = CascadeModel.Load(again, "written");
        if (!model.Nodes.SequenceEqual(second.Nodes) || !model.Leaves.SequenceEqual(second.Leaves))
        {
            throw new InvalidOperationException("a cascade is another one after it was written and read");
        }
    }

    private static void LoadPacked(byte[] input) =>
        CompactFormat.Read(
            input.AsSpan().StartsWith(CompactFormat.Magic)
                ? input
                : Pack(CompactFormat.Magic, CompactFormat.Version, input),
            "packed"
        );

    private static void LoadChannels(byte[] input)
    {
        ChannelModel model = ChannelModel.Load(
            new MemoryStream(
                input.AsSpan().StartsWith(ChannelFormat.Magic)
                    ? input
                    : Pack(ChannelFormat.Magic, ChannelFormat.Version, input)
            ),
            "channels"
        );
        _ = model.ToBytes();
    }

    private static byte[] Pack(ReadOnlySpan<byte> magic, byte version, byte[] body)
    {
        var packed = new byte[9 + BrotliEncoder.GetMaxCompressedLength(body.Length)];
        magic.CopyTo(packed);
        packed[magic.Length] = version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(magic.Length + 1), body.Length);
        BrotliEncoder.TryCompress(body, packed.AsSpan(9), out int written, quality: 0, window: 18);
        return packed[..(9 + written)];
    }

    // What stands behind the header, unpacked.
    private static byte[] BodyOf(string xml)
    {
        byte[] packed = CascadePacker.CompactWriter.Write(ModelOf(xml));
        return Unpack(packed);
    }

    private static byte[] ChannelBodyOf()
    {
        using Stream model = File.OpenRead(
            Path.Combine(Corpus.Repository, "tests", "Support", "Models", "faces.channels")
        );
        ChannelModel whole = ChannelModel.Load(model, "seed");
        var small = new ChannelModel(whole.Data with { Trees = [.. whole.Data.Trees.Take(6)] });
        return Unpack(small.ToBytes());
    }

    private static byte[] Unpack(byte[] packed)
    {
        var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(5))];
        BrotliDecoder.TryDecompress(packed.AsSpan(9), body, out _);
        return body;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
