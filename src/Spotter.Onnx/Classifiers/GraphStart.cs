using System.Buffers.Binary;
using System.Globalization;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Classifiers;

/// <summary>
/// What the steps of a network say. What it does with its input first says what it takes: one that divides by 255
/// takes bytes, one that
/// quantises from -2.1 to 2.6 takes what ImageNet's mean and deviation give.
/// </summary>
internal static class GraphStart
{
    // Steps that leave numbers as they are; more of them than any export has.
    private static readonly HashSet<string> Passing =
    [
        "Cast",
        "Identity",
        "Transpose",
        "Reshape",
        "Squeeze",
        "Unsqueeze",
        "Resize",
        "Upsample",
    ];

    private const int MostSteps = 8;
    private const int MostNumbers = 64;

    // Between numbers of a range of 1 or 2 (means of 0.5, deviations of 0.2) and of one of 255.
    private const double LeastOfBytes = 10;

    /// <summary>The range that the network's first steps are made for; null where they do not tell.</summary>
    /// <param name="path">The file, which was checked.</param>
    /// <param name="input">The input.</param>
    public static PixelRange? RangeOf(string path, string input)
    {
        OnnxFileContent content = CheckedFile.Read(path);
        if (content.Graph is not { } graph)
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        string value = input;
        for (int step = 0; step < MostSteps; step++)
        {
            // One that goes two ways has begun with its work.
            OnnxNode[] readers = [.. graph.Nodes.Where(node => node.Inputs.Contains(value)).Take(2)];
            if (readers is not [var node])
            {
                return null;
            }

            if (node.Operator == "QuantizeLinear")
            {
                return Quantised(node);
            }

            if (node.Operator is "Div" or "Mul" or "Sub" or "Add" && Numbers(Other(node, value)) is { Length: > 0 } c)
            {
                return RangeOf(node.Operator, c.Max(Math.Abs), c.Min(Math.Abs));
            }

            if (!Passing.Contains(node.Operator) || node.Inputs[0] != value)
            {
                return null;
            }

            value = node.Outputs[0];
        }

        return null;

        PixelRange? Quantised(OnnxNode node)
        {
            if (
                node.Inputs.Count < 3
                || Numbers(node.Inputs[1]) is not [var scale]
                || Numbers(node.Inputs[2]) is not [var zero]
                || graph.Initializers.Find(tensor => tensor.Name == node.Inputs[2]) is not { } zeroTensor
            )
            {
                return null;
            }

            int least = zeroTensor.Type == ElementType.Int8 ? sbyte.MinValue : byte.MinValue;
            (double low, double high) = ((least - zero) * scale, (least + byte.MaxValue - zero) * scale);
            return high > 2 * LeastOfBytes ? (low < -LeastOfBytes ? PixelRange.Caffe : PixelRange.Bytes)
                : low < -1.5 ? PixelRange.ImageNet
                : low < -0.5 ? PixelRange.MinusOneToOne
                : PixelRange.ZeroToOne;
        }

        static string Other(OnnxNode node, string value) =>
            node.Inputs.Find(name => name != value && name.Length > 0) ?? "";

        // Few numbers, by name; null for what is computed or long.
        float[]? Numbers(string name)
        {
            OnnxTensor? tensor = graph.Initializers.Find(tensor => tensor.Name == name)
                ?? graph
                    .Nodes.Find(node => node.Operator == "Constant" && node.Outputs.Contains(name))
                    ?.Find("value")
                    ?.Tensor;
            return tensor is { IsExternal: false } && tensor.Count <= MostNumbers ? Read(file, tensor) : null;
        }
    }

    /// <summary>What a classifier of scikit-learn calls its classes; empty where there is none.</summary>
    /// <param name="path">The file, which was checked.</param>
    public static IReadOnlyList<string> LabelsOf(string path) =>
        CheckedFile
            .Read(path)
            .Graph?.Nodes.SelectMany(static node => node.Attributes)
            .Where(static attribute => attribute.Name.StartsWith("classlabels_", StringComparison.Ordinal))
            .Select(static attribute =>
                attribute.Texts.Count > 0
                    ? attribute.Texts
                    : attribute.Wholes.ConvertAll(static number => number.ToString(CultureInfo.InvariantCulture))
            )
            .FirstOrDefault()
        ?? [];

    private static PixelRange? RangeOf(string step, double most, double least) =>
        step switch
        {
            "Div" => most > LeastOfBytes ? PixelRange.Bytes : PixelRange.ZeroToOne,
            "Mul" => least == 0 ? null
            : least < 1 / LeastOfBytes ? PixelRange.Bytes
            : PixelRange.ZeroToOne,
            _ => most > LeastOfBytes ? PixelRange.Bytes
            : most > 0 ? PixelRange.ZeroToOne
            : null,
        };

    private static float[]? Read(FileStream file, OnnxTensor tensor)
    {
        int count = (int)tensor.Count;
        if (tensor.Raw is { } raw)
        {
            byte[] bytes = ReadBytes(file, raw.Position, (int)Math.Min(raw.Length, MostNumbers * sizeof(double)));
            return tensor.Type switch
            {
                ElementType.Float when bytes.Length >= count * sizeof(float) => [.. Floats(bytes, count)],
                ElementType.UInt8 when bytes.Length >= count => [.. bytes.Take(count).Select(static b => (float)b)],
                ElementType.Int8 when bytes.Length >= count =>
                [
                    .. bytes.Take(count).Select(static b => (float)(sbyte)b),
                ],
                _ => null,
            };
        }

        // A zero point is often one field of one byte; floats lie one behind the other.
        return tensor.Segments switch
        {
            [{ IsPacked: true } all] when tensor.Type == ElementType.Float && all.Length == count * sizeof(float) =>
            [
                .. Floats(ReadBytes(file, all.Position, (int)all.Length), count),
            ],
            [{ Length: 1 } one] when tensor.Type is ElementType.UInt8 or ElementType.Int8 =>
            [
                ReadBytes(file, one.Position, 1)[0],
            ],
            [{ Length: 2 } two] when tensor.Type == ElementType.UInt8 && two.IsPacked =>
            [
                ReadBytes(file, two.Position, 2) is [var low, var high] ? (low & 127) | (high << 7) : 0,
            ],
            [] when tensor.SegmentCount == 0 && tensor.Type is ElementType.UInt8 or ElementType.Int8 => [0],
            _ => null,
        };
    }

    private static IEnumerable<float> Floats(byte[] bytes, int count) =>
        Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)));

    private static byte[] ReadBytes(FileStream file, long position, int length)
    {
        byte[] bytes = new byte[length];
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }
}
