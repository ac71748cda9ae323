// The form of a channel model in a file, versions 1 and 2; docs/reference/channel_model_format.md describes it.

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>Reads and writes channel models.</summary>
internal static class ChannelFormat
{
    /// <summary>What is written where nothing needs the next one, so that older programs read it.</summary>
    public const byte FirstVersion = 1;

    /// <summary>Has flags behind the operating point.</summary>
    public const byte Version = 2;

    private const int JoinsPartsFlag = 1;
    private const int PoolsWindowsFlag = 2;
    private const int AllFlags = JoinsPartsFlag | PoolsWindowsFlag;

    /// <summary>Magic number, version and length of the body.</summary>
    public const int HeaderLength = 9;

    // 65,536 trees take less than 2 MB.
    private const int MaxBodyLength = 4 << 20;

    private const int MaxLabelBytes = 255;

    public static ReadOnlySpan<byte> Magic => "SPCH"u8;

    /// <exception cref="ChannelFormatException">The bytes are not a model in this format and version.</exception>
    public static ChannelModel Read(Stream stream, string name)
    {
        try
        {
            ChannelReader reader = new(Unpack(stream, out byte version));
            ChannelModelData data = ReadData(reader, version);
            reader.RequireEnd();
            return new ChannelModel(data);
        }
        catch (Exception e) when (e is ChannelFormatException or EndOfStreamException)
        {
            string problem = e is EndOfStreamException ? "the file ends too early" : e.Message;
            throw new ChannelFormatException($"{name}: not a usable channel model: {problem}", e);
        }
    }

    /// <summary>True where a file begins as a channel model does.</summary>
    public static bool IsModel(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[Magic.Length];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic);
    }

    public static byte[] Write(ChannelModel model)
    {
        using var body = new MemoryStream();
        WriteData(new ChannelWriter(body), model.Data);
        var packed = new byte[HeaderLength + BrotliEncoder.GetMaxCompressedLength((int)body.Length)];
        Magic.CopyTo(packed);
        packed[Magic.Length] = FlagsOf(model.Data) == 0 ? FirstVersion : Version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(Magic.Length + 1), (int)body.Length);
        const int bestQuality = 11;
        const int window = 22;
        return BrotliEncoder.TryCompress(
            body.GetBuffer().AsSpan(0, (int)body.Length), packed.AsSpan(HeaderLength), out int written, bestQuality, window)
            ? packed[..(HeaderLength + written)]
            : throw new InvalidOperationException("the model could not be compressed");
    }

    private static int FlagsOf(ChannelModelData data) =>
        (data.JoinsParts ? JoinsPartsFlag : 0) | (data.PoolsWindows ? PoolsWindowsFlag : 0);

    private static byte[] Unpack(Stream stream, out byte version)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.ReadExactly(header);
        if (!header.StartsWith(Magic))
        {
            throw new ChannelFormatException("it does not begin with SPCH");
        }

        version = header[Magic.Length];
        if (version is < FirstVersion or > Version)
        {
            throw new ChannelFormatException($"its version is {version}, this program reads versions {FirstVersion} to {Version}");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header[(Magic.Length + 1)..]);
        if (length is < 0 or > MaxBodyLength)
        {
            throw new ChannelFormatException($"a body of {length} bytes is out of range");
        }

        // Brotli may grow what it cannot compress by a few bytes; anything longer is not what the header says.
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(length) + 1];
        int packedLength = stream.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false);
        var body = new byte[length];
        return BrotliDecoder.TryDecompress(packed.AsSpan(0, packedLength), body, out int written) && written == length
            ? body
            : throw new ChannelFormatException("the compressed body is damaged or cut off");
    }

    private static ChannelModelData ReadData(ChannelReader reader, byte version)
    {
        string label = reader.Text();
        var geometry = new ChannelGeometry(reader.Byte(), reader.Byte(), reader.Byte(), reader.Byte());
        var region = new RelativeRegion(reader.Float(), reader.Float(), reader.Float(), reader.Float());
        var powers = new float[ChannelLayout.Count];
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = reader.Float();
        }

        int operatingPoint = reader.Int();
        int flags = version == FirstVersion ? 0 : reader.Byte();
        if (flags > AllFlags)
        {
            throw new ChannelFormatException($"flags {flags} are out of range, 0 to {AllFlags}");
        }

        int count = reader.Int();
        if (count is < 0 or > ChannelModelData.MaxTrees)
        {
            throw new ChannelFormatException($"{count} trees are out of range");
        }

        return new ChannelModelData
        {
            Label = label,
            Geometry = geometry,
            Object = region,
            ScalePowers = powers,
            OperatingPoint = operatingPoint,
            Trees = ReadTrees(reader, count),
            JoinsParts = (flags & JoinsPartsFlag) != 0,
            PoolsWindows = (flags & PoolsWindowsFlag) != 0,
        };
    }

    // Column by column, which compresses better than tree by tree.
    private static ChannelTree[] ReadTrees(ChannelReader reader, int count)
    {
        int nodes = count * ChannelTree.NodeCount;
        ReadOnlySpan<byte> channels = reader.Bytes(nodes);
        ReadOnlySpan<byte> xs = reader.Bytes(nodes);
        ReadOnlySpan<byte> ys = reader.Bytes(nodes);
        ReadOnlySpan<byte> otherXs = reader.Bytes(nodes);
        ReadOnlySpan<byte> otherYs = reader.Bytes(nodes);
        ReadOnlySpan<byte> thresholds = reader.Bytes(nodes);
        var trees = new ChannelTree[count];
        Span<short> votes = stackalloc short[TreeVotes.Count];
        for (int i = 0; i < count; i++)
        {
            for (int v = 0; v < votes.Length; v++)
            {
                votes[v] = reader.Short();
            }

            int n = i * ChannelTree.NodeCount;
            trees[i] = new ChannelTree(
                Node(n, channels, xs, ys, otherXs, otherYs, thresholds),
                Node(n + 1, channels, xs, ys, otherXs, otherYs, thresholds),
                Node(n + 2, channels, xs, ys, otherXs, otherYs, thresholds),
                TreeVotes.Of(votes),
                reader.Int());
        }

        return trees;
    }

    private static ChannelNode Node(
        int i, ReadOnlySpan<byte> channels, ReadOnlySpan<byte> xs, ReadOnlySpan<byte> ys,
        ReadOnlySpan<byte> otherXs, ReadOnlySpan<byte> otherYs, ReadOnlySpan<byte> thresholds) =>
        new(channels[i], xs[i], ys[i], otherXs[i], otherYs[i], unchecked((sbyte)thresholds[i]));

    private static void WriteData(ChannelWriter writer, ChannelModelData data)
    {
        byte[] label = Encoding.UTF8.GetBytes(data.Label);
        if (label.Length > MaxLabelBytes)
        {
            throw new ArgumentException($"a label must be at most {MaxLabelBytes} bytes, got {label.Length}");
        }

        writer.Text(label);
        writer.Byte(data.Geometry.Shrink);
        writer.Byte(data.Geometry.Columns);
        writer.Byte(data.Geometry.Rows);
        writer.Byte(data.Geometry.NormalizationRadius);
        foreach (double edge in (ReadOnlySpan<double>)[data.Object.X, data.Object.Y, data.Object.Width, data.Object.Height])
        {
            writer.Float((float)edge);
        }

        foreach (float power in data.ScalePowers)
        {
            writer.Float(power);
        }

        writer.Int(data.OperatingPoint);
        if (FlagsOf(data) is var flags and not 0)
        {
            writer.Byte(flags);
        }

        writer.Int(data.Trees.Length);
        ChannelNode[] nodes = [.. data.Trees.SelectMany(static tree => (ChannelNode[])[tree.Root, tree.Left, tree.Right])];
        WriteColumn(writer, nodes, static node => node.Channel);
        WriteColumn(writer, nodes, static node => node.X);
        WriteColumn(writer, nodes, static node => node.Y);
        WriteColumn(writer, nodes, static node => node.OtherX);
        WriteColumn(writer, nodes, static node => node.OtherY);
        WriteColumn(writer, nodes, static node => unchecked((byte)node.Threshold));
        foreach (ChannelTree tree in data.Trees)
        {
            foreach (short vote in tree.Votes)
            {
                writer.Short(vote);
            }

            writer.Int(tree.RejectBelow);
        }
    }

    private static void WriteColumn(ChannelWriter writer, ChannelNode[] nodes, Func<ChannelNode, int> value)
    {
        foreach (ChannelNode node in nodes)
        {
            writer.Byte(value(node));
        }
    }
}
