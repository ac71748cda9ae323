// The form in which the built-in models are embedded, version 1:
//   bytes 0..3  "SPCM"        byte 4  version        bytes 5..8  length of the body, little-endian
//   the rest    the body, Brotli-compressed
// The body holds the model column by column, which compresses better than row by row. Whole numbers are LEB128,
// signed ones zigzag first; real numbers are 32-bit little-endian, bit for bit what the XML file says.
//   feature type (0 Haar, 1 LBP), window width, window height, number of stages, of weak classifiers, of nodes, of features
//   a stage:            number of weak classifiers; then all thresholds
//   a weak classifier:  number of nodes
//   a node:             left (signed); right (signed); feature; Haar: threshold; LBP: eight 32-bit words
//   a leaf:             value (a tree has one more than nodes)
//   a Haar feature:     1 if tilted + 2 if it has a third rectangle; then for each rectangle x; y; width; height; weight
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
            return new CascadeModel(ReadParts(new CompactReader(Unpack(packed))));
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

    private static CascadeParts ReadParts(CompactReader reader)
    {
        int type = reader.Int();
        if (type is not (0 or 1))
        {
            throw new CascadeFormatException($"feature type {type} is unknown");
        }

        bool isLbp = type == 1;
        var parts = new CascadeParts
        {
            FeatureType = isLbp ? CascadeFeatureType.Lbp : CascadeFeatureType.Haar,
            WindowSize = new BoxSize(reader.Int(), reader.Int()),
        };
        int stageCount = reader.Count();
        int weakCount = reader.Count();
        int nodeCount = reader.Count();
        int featureCount = reader.Count();
        ReadStages(reader, parts, stageCount, weakCount);
        ReadTrees(reader, parts, weakCount, nodeCount);
        ReadNodes(reader, parts, nodeCount, isLbp);
        parts.Leaves.AddRange(reader.Floats(nodeCount + weakCount));
        if (isLbp)
        {
            ReadLbpFeatures(reader, parts, featureCount);
        }
        else
        {
            ReadHaarFeatures(reader, parts, featureCount);
        }

        reader.RequireEnd();
        return parts;
    }

    private static void ReadStages(CompactReader reader, CascadeParts parts, int stageCount, int weakCount)
    {
        int[] counts = reader.Ints(stageCount);
        float[] thresholds = reader.Floats(stageCount);
        RequireSum(counts, weakCount, "weak classifiers");
        int first = 0;
        for (int i = 0; i < stageCount; i++)
        {
            parts.Stages.Add(new Stage(first, counts[i], thresholds[i]));
            first += counts[i];
        }
    }

    private static void ReadTrees(CompactReader reader, CascadeParts parts, int weakCount, int nodeCount)
    {
        int[] counts = reader.Ints(weakCount);
        RequireSum(counts, nodeCount, "nodes");
        int first = 0;
        for (int i = 0; i < weakCount; i++)
        {
            parts.WeakClassifiers.Add(new WeakClassifier(first, counts[i], first + i));
            first += counts[i];
        }
    }

    private static void ReadNodes(CompactReader reader, CascadeParts parts, int nodeCount, bool isLbp)
    {
        int[] left = reader.SignedInts(nodeCount);
        int[] right = reader.SignedInts(nodeCount);
        int[] features = reader.Ints(nodeCount);
        float[] thresholds = isLbp ? new float[nodeCount] : reader.Floats(nodeCount);
        for (int i = 0; i < nodeCount; i++)
        {
            parts.Nodes.Add(new TreeNode(left[i], right[i], features[i], thresholds[i]));
        }

        for (int i = 0; isLbp && i < nodeCount * CascadeModel.SubsetWords; i++)
        {
            parts.Subsets.Add(reader.Word());
        }
    }

    private static void ReadHaarFeatures(CompactReader reader, CascadeParts parts, int count)
    {
        int[] flags = reader.Ints(count);
        int rectangles = 2 * count;
        foreach (int flag in flags)
        {
            rectangles += (flag & ThirdFlag) != 0 ? 1 : 0;
        }

        int[] x = reader.Ints(rectangles);
        int[] y = reader.Ints(rectangles);
        int[] width = reader.Ints(rectangles);
        int[] height = reader.Ints(rectangles);
        float[] weight = reader.Floats(rectangles);
        int next = 0;
        WeightedRectangle Next() => new(x[next], y[next], width[next], height[next], weight[next++]);
        foreach (int flag in flags)
        {
            parts.HaarFeatures.Add(new HaarFeature(
                Next(), Next(), (flag & ThirdFlag) != 0 ? Next() : default, (flag & TiltedFlag) != 0));
        }
    }

    private static void ReadLbpFeatures(CompactReader reader, CascadeParts parts, int count)
    {
        int[] x = reader.Ints(count);
        int[] y = reader.Ints(count);
        int[] width = reader.Ints(count);
        int[] height = reader.Ints(count);
        for (int i = 0; i < count; i++)
        {
            parts.LbpFeatures.Add(new LbpFeature(x[i], y[i], width[i], height[i]));
        }
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
