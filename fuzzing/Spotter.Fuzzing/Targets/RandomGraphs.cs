using CsCheck;
using Spotter.Onnx;
using Spotter.Onnx.Tests;
using static Spotter.Onnx.Tests.GraphBytes;

namespace Spotter.Fuzzing.Targets;

/// <summary>Networks of a few operators in a row, of all shapes, that a runtime takes.</summary>
internal static class RandomGraphs
{
    private const int MostNumbers = 4096;

    private static readonly string[] Functions =
    [
        "Relu",
        "Sigmoid",
        "Tanh",
        "Abs",
        "Neg",
        "Floor",
        "Ceil",
        "Round",
        "Sign",
        "Erf",
        "Softplus",
        "HardSwish",
        "HardSigmoid",
        "LeakyRelu",
        "Elu",
        "Sin",
        "Cos",
        "Exp",
        "Identity",
        "Softmax",
        "LogSoftmax",
    ];

    private static readonly string[] Pairs = ["Add", "Sub", "Mul", "Div", "Max", "Min"];

    /// <summary>The first few, as seeds.</summary>
    public static IEnumerable<byte[]> Samples(int count)
    {
        var random = new Random(3);
        for (int i = 0; i < count; i++)
        {
            yield return Make(random);
        }
    }

    /// <summary>One network; which one, the generator's number tells.</summary>
    public static byte[] Make(Random random) =>
        Gen
            .ULong.Select(static seed => new Builder(new Random((int)seed)).Build())
            .Generate(new PCG((uint)random.Next()), null, out _);

    /// <summary>
    /// Numbers for the inputs of a network; none where they would be more than <paramref name="most"/>.
    /// </summary>
    public static NetworkValue[] ValuesFor(NetworkShape shape, int most)
    {
        var values = new List<NetworkValue>();
        var random = new Random(7);
        foreach (TensorInfo input in shape.Inputs)
        {
            int[] extents = [.. input.Dimensions.Select(static extent => extent < 0 ? 2 : extent)];
            long count = extents.Aggregate(1L, static (a, b) => Math.Min(a * b, int.MaxValue));
            if (count > most)
            {
                return [];
            }

            values.Add(
                new NetworkValue(
                    input.Name,
                    [.. Enumerable.Range(0, (int)count).Select(_ => (random.NextSingle() * 4) - 2)],
                    extents
                )
            );
        }

        return [.. values];
    }

    private sealed class Builder(Random random)
    {
        private readonly List<byte[]> _parts = [];
        private readonly List<(string Name, int[] Shape)> _values = [];
        private int _names;

        public byte[] Build()
        {
            int[] shape =
                random.Next(4) == 0
                    ? [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => 1 + random.Next(7))]
                    : [1 + random.Next(2), 1 + random.Next(9), 1 + random.Next(12), 1 + random.Next(12)];
            _parts.Add(Input("x", Float, [.. shape.Select(static extent => (long)extent)]));
            _values.Add(("x", shape));
            int nodes = 1 + random.Next(8);
            for (int i = 0; i < nodes; i++)
            {
                Step();
            }

            _parts.Add(Output(_values[^1].Name));
            return Model([.. _parts]);
        }

        private void Step()
        {
            // Mostly what came last, so that rows of operators are long.
            (string from, int[] shape) = _values[random.Next(3) == 0 ? random.Next(_values.Count) : _values.Count - 1];
            bool isPicture = shape.Length == 4;
            switch (random.Next(isPicture ? 14 : 9))
            {
                case 0 or 1:
                    Add(Functions[random.Next(Functions.Length)], [from], shape);
                    break;
                case 2:
                    Pair(from, shape);
                    break;
                case 3:
                    int[] order = [.. Enumerable.Range(0, shape.Length).OrderBy(_ => random.Next())];
                    Add(
                        "Transpose",
                        [from],
                        [.. order.Select(axis => shape[axis])],
                        Attribute("perm", [.. order.Select(static axis => (long)axis)])
                    );
                    break;
                case 4:
                    Reshape(from, shape);
                    break;
                case 5:
                    Concat(from, shape);
                    break;
                case 6:
                    int reduced = random.Next(shape.Length);
                    Add(
                        random.Next(2) == 0 ? "ReduceMean" : "ReduceMax",
                        [from],
                        [.. shape.Select((extent, axis) => axis == reduced ? 1 : extent)],
                        Attribute("axes", [(long)reduced]),
                        Attribute("keepdims", 1)
                    );
                    break;
                case 7:
                    Slice(from, shape);
                    break;
                case 8:
                    MatMul(from, shape);
                    break;
                case 9 or 10 or 11:
                    Convolution(from, shape);
                    break;
                case 12:
                    Pool(from, shape);
                    break;
                default:
                    Add("GlobalAveragePool", [from], [shape[0], shape[1], 1, 1]);
                    break;
            }
        }

        private void Pair(string from, int[] shape)
        {
            string op = Pairs[random.Next(Pairs.Length)];
            (string Name, int[] Shape)[] same = [.. _values.Where(value => value.Shape.SequenceEqual(shape))];
            if (random.Next(2) == 0)
            {
                Add(op, [from, same[random.Next(same.Length)].Name], shape);
                return;
            }

            // What is missing in front or 1 is spread.
            int[] small = [.. shape.Skip(random.Next(shape.Length)).Select(extent => random.Next(2) == 0 ? 1 : extent)];
            Add(op, [from, Weights(small)], shape);
        }

        private void Reshape(string from, int[] shape)
        {
            int at = random.Next(shape.Length);
            int[] to =
                random.Next(3) == 0 ? [shape.Aggregate(1, static (a, b) => a * b)]
                : shape.Length > 1 && at > 0 ? [.. shape.Take(at - 1), shape[at - 1] * shape[at], .. shape.Skip(at + 1)]
                : shape.Length < 4 ? [.. shape, 1]
                : [.. shape.Reverse()];
            string name = Next();
            _parts.Add(Initializer(name, [to.Length], to.Select(static extent => (long)extent).ToArray()));
            Add("Reshape", [from, name], to);
        }

        private void Concat(string from, int[] shape)
        {
            int axis = random.Next(shape.Length);
            (string Name, int[] Shape)[] fitting =
            [
                .. _values.Where(value =>
                    value.Shape.Length == shape.Length
                    && value.Shape.Where((_, i) => i != axis).SequenceEqual(shape.Where((_, i) => i != axis))
                ),
            ];
            (string other, int[] second) = fitting[random.Next(fitting.Length)];
            Add(
                "Concat",
                [from, other],
                [.. shape.Select((extent, i) => i == axis ? extent + second[i] : extent)],
                Attribute("axis", axis)
            );
        }

        private void Slice(string from, int[] shape)
        {
            int axis = random.Next(shape.Length);
            int start = random.Next(shape[axis]);
            int end = start + 1 + random.Next(shape[axis] - start);
            int step = 1 + random.Next(2);
            string[] names = [Next(), Next(), Next(), Next()];
            long[] values = [start, end, axis, step];
            for (int i = 0; i < names.Length; i++)
            {
                _parts.Add(Initializer(names[i], [1], [values[i]]));
            }

            Add(
                "Slice",
                [from, .. names],
                [.. shape.Select((extent, i) => i == axis ? (end - start + step - 1) / step : extent)]
            );
        }

        private void MatMul(string from, int[] shape)
        {
            int columns = 1 + random.Next(20);
            Add(
                "MatMul",
                [from, Weights([shape[^1], columns])],
                shape.Length == 1 ? [columns] : [.. shape[..^1], columns]
            );
        }

        private void Convolution(string from, int[] shape)
        {
            (int channels, int height, int width) = (shape[1], shape[2], shape[3]);
            int kernel = 1 + random.Next(Math.Min(5, Math.Min(height, width)));
            int stride = 1 + random.Next(2);
            int pad = random.Next(kernel);
            bool isDeep = random.Next(3) == 0;
            int filters = isDeep ? channels : 1 + random.Next(20);
            string[] inputs = [from, Weights([filters, isDeep ? 1 : channels, kernel, kernel])];
            Add(
                "Conv",
                random.Next(2) == 0 ? inputs : [.. inputs, Weights([filters])],
                [
                    shape[0],
                    filters,
                    ((height + (2 * pad) - kernel) / stride) + 1,
                    ((width + (2 * pad) - kernel) / stride) + 1,
                ],
                Attribute("kernel_shape", [kernel, kernel]),
                Attribute("strides", [stride, stride]),
                Attribute("pads", [pad, pad, pad, pad]),
                Attribute("group", isDeep ? channels : 1)
            );
        }

        private void Pool(string from, int[] shape)
        {
            int kernel = 1 + random.Next(Math.Min(3, Math.Min(shape[2], shape[3])));
            int stride = 1 + random.Next(2);
            Add(
                random.Next(2) == 0 ? "MaxPool" : "AveragePool",
                [from],
                [shape[0], shape[1], ((shape[2] - kernel) / stride) + 1, ((shape[3] - kernel) / stride) + 1],
                Attribute("kernel_shape", [kernel, kernel]),
                Attribute("strides", [stride, stride])
            );
        }

        private void Add(string op, string[] inputs, int[] shape, params byte[][] attributes)
        {
            if (shape.Aggregate(1L, static (a, b) => a * b) > MostNumbers)
            {
                return;
            }

            string name = Next();
            _parts.Add(Node(op, inputs, [name], attributes));
            _values.Add((name, shape));
        }

        private string Weights(int[] shape)
        {
            string name = Next();
            int count = shape.Aggregate(1, static (a, b) => a * b);
            _parts.Add(
                Initializer(
                    name,
                    [.. shape.Select(static extent => (long)extent)],
                    [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)]
                )
            );
            return name;
        }

        private string Next() => $"v{_names++}";
    }
}
