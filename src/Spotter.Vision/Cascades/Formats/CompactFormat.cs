// The form in which the built-in models are embedded, version 1:
//   bytes 0..3  "SPCM"        byte 4  version        bytes 5..8  length of the body, little-endian
//   the rest    the body, Brotli-compressed
// The body holds the model column by column, which compresses better than row by row. Whole numbers are LEB128,
// signed ones zigzag first; real numbers are 32-bit little-endian, bit for bit what the XML file says.
//   feature type (0 Haar, 1 LBP), window width, window height, number of stages, of weak classifiers, of nodes, of
//   features
//   a stage:            number of weak classifiers; then all thresholds
//   a weak classifier:  number of nodes
//   a node:             left (signed); right (signed); feature; Haar: threshold; LBP: eight 32-bit words
//   a leaf:             value (a tree has one more than nodes)
//   a Haar feature:     1 if tilted + 2 if it has a third rectangle; then for each rectangle x; y; width; height;
//   weight
//   an LBP feature:     x; y; block width; block height
// The writer is the build's Spotter.CascadePacker.

using System.Buffers.Binary;
using System.IO.Compression;

namespace Spotter.Vision.Cascades.Formats;

internal static class CompactFormat
{
    public const byte Version = 1;

    public const int HeaderLength = 9;

    /// <summary>Bit of a Haar feature's flags: its rectangles are tilted.</summary>
    public const int TiltedFlag = 1;

    /// <summary>Bit of a Haar feature's flags: there is a third rectangle.</summary>
    public const int ThirdFlag = 2;

    private const int MaxBodyLength = 64 << 20;

    public static ReadOnlySpan<byte> Magic => "SPCM"u8;

    /// <exception cref="CascadeFormatException">The bytes are not a model in this format and version.</exception>
    public static CascadeModel Read(ReadOnlySpan<byte> packed, string name)
    {
        try
        {
            var reader = new CompactReader(Unpack(packed));
            CascadeData data = ReadData(reader);
            reader.RequireEnd();
            return new CascadeModel(data);
        }
        catch (CascadeFormatException e)
        {
            throw new CascadeFormatException($"{name}: not a usable packed cascade: {e.Message}", e);
        }
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < HeaderLength || !packed.StartsWith(Magic) || packed[Magic.Length] != Version)
        {
            throw new CascadeFormatException($"there is no header of version {Version}");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(packed[(Magic.Length + 1)..]);
        if (length is < 0 or > MaxBodyLength)
        {
            throw new CascadeFormatException($"a body of {length} bytes is out of range");
        }

        var body = new byte[length];
        return BrotliDecoder.TryDecompress(packed[HeaderLength..], body, out int written) && written == length
            ? body
            : throw new CascadeFormatException("the compressed body is damaged");
    }

    private static CascadeData ReadData(CompactReader reader)
    {
        int type = reader.Int();
        if (type is not (0 or 1))
        {
            throw new CascadeFormatException($"feature type {type} is unknown");
        }

        bool isLbp = type == 1;
        var windowSize = new BoxSize(reader.Int(), reader.Int());
        int stageCount = reader.Count();
        int weakCount = reader.Count();
        int nodeCount = reader.Count();
        int featureCount = reader.Count();

        // In the order of the file.
        return new CascadeData
        {
            WindowSize = windowSize,
            FeatureType = isLbp ? CascadeFeatureType.Lbp : CascadeFeatureType.Haar,
            Stages = ReadStages(reader, stageCount, weakCount),
            WeakClassifiers = ReadTrees(reader, weakCount, nodeCount),
            Nodes = ReadNodes(reader, nodeCount, isLbp),
            Subsets = isLbp ? reader.Words(nodeCount * CascadeModel.SubsetWords) : [],
            Leaves = reader.Floats(nodeCount + weakCount),
            HaarFeatures = isLbp ? [] : ReadHaarFeatures(reader, featureCount),
            LbpFeatures = isLbp ? ReadLbpFeatures(reader, featureCount) : [],
        };
    }

    private static Stage[] ReadStages(CompactReader reader, int stageCount, int weakCount)
    {
        int[] counts = reader.Ints(stageCount);
        float[] thresholds = reader.Floats(stageCount);
        RequireSum(counts, weakCount, "weak classifiers");
        var stages = new Stage[stageCount];
        int first = 0;
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i] = new Stage(first, counts[i], thresholds[i]);
            first += counts[i];
        }

        return stages;
    }

    private static WeakClassifier[] ReadTrees(CompactReader reader, int weakCount, int nodeCount)
    {
        int[] counts = reader.Ints(weakCount);
        RequireSum(counts, nodeCount, "nodes");
        var trees = new WeakClassifier[weakCount];
        int first = 0;
        for (int i = 0; i < trees.Length; i++)
        {
            trees[i] = new WeakClassifier(first, counts[i], first + i);
            first += counts[i];
        }

        return trees;
    }

    private static TreeNode[] ReadNodes(CompactReader reader, int count, bool isLbp)
    {
        int[] left = reader.SignedInts(count);
        int[] right = reader.SignedInts(count);
        int[] features = reader.Ints(count);
        float[] thresholds = isLbp ? new float[count] : reader.Floats(count);
        var nodes = new TreeNode[count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new TreeNode(left[i], right[i], features[i], thresholds[i]);
        }

        return nodes;
    }

    private static HaarFeature[] ReadHaarFeatures(CompactReader reader, int count)
    {
        int[] flags = reader.Ints(count);
        int rectangleCount = 2 * count;
        foreach (int flag in flags)
        {
            rectangleCount += (flag & ThirdFlag) != 0 ? 1 : 0;
        }

        int[] x = reader.Ints(rectangleCount);
        int[] y = reader.Ints(rectangleCount);
        int[] width = reader.Ints(rectangleCount);
        int[] height = reader.Ints(rectangleCount);
        float[] weight = reader.Floats(rectangleCount);
        int next = 0;
        WeightedRectangle Next() => new(x[next], y[next], width[next], height[next], weight[next++]);
        var features = new HaarFeature[count];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = new HaarFeature(
                Next(),
                Next(),
                (flags[i] & ThirdFlag) != 0 ? Next() : default,
                (flags[i] & TiltedFlag) != 0
            );
        }

        return features;
    }

    private static LbpFeature[] ReadLbpFeatures(CompactReader reader, int count)
    {
        int[] x = reader.Ints(count);
        int[] y = reader.Ints(count);
        int[] width = reader.Ints(count);
        int[] height = reader.Ints(count);
        var features = new LbpFeature[count];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = new LbpFeature(x[i], y[i], width[i], height[i]);
        }

        return features;
    }

    private static void RequireSum(int[] counts, int expected, string what)
    {
        long sum = 0;
        foreach (int count in counts)
        {
            if (count == 0)
            {
                throw new CascadeFormatException($"a group of {what} is empty");
            }

            sum += count;
        }

        if (sum != expected)
        {
            throw new CascadeFormatException($"there are {expected} {what}, but the groups have {sum}");
        }
    }
}
