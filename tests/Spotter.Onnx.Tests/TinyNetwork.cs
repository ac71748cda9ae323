using System.Buffers.Binary;
using System.Text;

namespace Spotter.Onnx.Tests;

/// <summary>
/// ONNX files whose outputs are constants, written byte by byte: protocol buffers need no more than this.
/// </summary>
internal sealed class TinyNetwork
{
    public const int Float = 1;
    public const int Byte = 2;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Half = 10;

    private readonly List<(string Name, int[] Shape, int Type)> _inputs = [];
    private readonly List<(string Name, int[] Shape, float[] Data, int Type)> _outputs = [];
    private readonly List<(string Key, string Value)> _metadata = [];
    private int _sigmoids;

    /// <param name="input">Shape of the only input.</param>
    /// <param name="outputs">Name, shape and numbers of each output.</param>
    public static byte[] Build(int[] input, params (string Name, int[] Shape, float[] Data)[] outputs)
    {
        TinyNetwork network = new TinyNetwork().Takes("input", input);
        foreach ((string name, int[] shape, float[] data) in outputs)
        {
            network.Gives(name, shape, data);
        }

        return network.ToArray();
    }

    /// <summary>Adds an input; extents of -1 are left open.</summary>
    public TinyNetwork Takes(string name, int[] shape, int type = Float)
    {
        _inputs.Add((name, shape, type));
        return this;
    }

    /// <summary>Adds an output; its numbers are written as the type has them.</summary>
    public TinyNetwork Gives(string name, int[] shape, float[] data, int type = Float)
    {
        _outputs.Add((name, shape, data, type));
        return this;
    }

    /// <summary>Adds what the file says of itself.</summary>
    public TinyNetwork Says(string key, string value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>The same network with floats of 16 bits.</summary>
    public TinyNetwork AsHalf()
    {
        var half = new TinyNetwork { _sigmoids = _sigmoids };
        _inputs.ForEach(one => half.Takes(one.Name, one.Shape, one.Type == Float ? Half : one.Type));
        _outputs.ForEach(one => half.Gives(one.Name, one.Shape, one.Data, one.Type == Float ? Half : one.Type));
        _metadata.ForEach(one => half.Says(one.Key, one.Value));
        return half;
    }

    /// <summary>The same network with its outputs in the opposite order, without their batch.</summary>
    public TinyNetwork Turned()
    {
        var turned = new TinyNetwork { _sigmoids = _sigmoids };
        turned._inputs.AddRange(_inputs);
        turned._metadata.AddRange(_metadata);
        foreach ((string name, int[] shape, float[] data, int type) in Enumerable.Reverse(_outputs))
        {
            turned.Gives(name, shape is [1, _, _] ? shape[1..] : shape, data, type);
        }

        return turned;
    }

    /// <summary>Adds operators that change nothing, of which some families consist.</summary>
    public TinyNetwork WithSigmoids(int count)
    {
        _sigmoids = count;
        return this;
    }

    /// <summary>The same network with another only input.</summary>
    public TinyNetwork OfInput(string name, int[] shape)
    {
        _inputs.Clear();
        return Takes(name, shape);
    }

    /// <summary>The same network with other numbers.</summary>
    public TinyNetwork With(Func<float, float> change)
    {
        var other = new TinyNetwork { _sigmoids = _sigmoids };
        other._inputs.AddRange(_inputs);
        other._metadata.AddRange(_metadata);
        _outputs.ForEach(one => other.Gives(one.Name, one.Shape, Array.ConvertAll(one.Data, x => change(x)), one.Type));
        return other;
    }

    /// <summary>The same network with the first two and the next two columns of its first output exchanged.</summary>
    public TinyNetwork WithXAndYExchanged(bool isByColumn)
    {
        (string name, int[] shape, float[] data, int type) = _outputs[0];
        (int rows, int columns) = isByColumn ? (shape[2], shape[1]) : (shape[1], shape[2]);
        float[] exchanged = [.. data];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                exchanged[At(row, column)] = data[At(row, column ^ 1)];
            }
        }

        _outputs[0] = (name, shape, exchanged, type);
        return this;

        int At(int row, int column) => isByColumn ? (column * rows) + row : (row * columns) + column;
    }

    /// <summary>The same network without one of its outputs.</summary>
    public IEnumerable<TinyNetwork> WithoutOneOutput()
    {
        for (int left = 0; left < _outputs.Count && _outputs.Count > 1; left++)
        {
            var other = new TinyNetwork { _sigmoids = _sigmoids };
            other._inputs.AddRange(_inputs);
            other._metadata.AddRange(_metadata);
            other._outputs.AddRange(_outputs.Where((_, i) => i != left));
            yield return other;
        }
    }

    public byte[] ToArray()
    {
        byte[][] graph =
        [
            .. _outputs.Select(static o =>
                Message(1, Text(1, o.Name + "_constant"), Text(2, o.Name), Text(4, "Identity"))
            ),
            .. Enumerable
                .Range(0, _sigmoids)
                .Select(static i => Message(1, Text(1, "one"), Text(2, $"swish{i}"), Text(4, "Sigmoid"))),
            Message(5, Number(1, 1), Number(2, Float), Text(8, "one"), Bytes(9, Raw([1], Float))),
            Text(2, "tiny"),
            .. _outputs.Select(static o =>
                Message(
                    5,
                    [
                        .. o.Shape.Select(static n => Number(1, n)),
                        Number(2, o.Type),
                        Text(8, o.Name + "_constant"),
                        Bytes(9, Raw(o.Data, o.Type)),
                    ]
                )
            ),
            .. _inputs.Select(static i => Value(11, i.Name, i.Shape, i.Type)),
            .. _outputs.Select(static o => Value(12, o.Name, o.Shape, o.Type)),
        ];
        return
        [
            .. Number(1, 8),
            .. Message(7, graph),
            .. Message(8, Number(2, 17)),
            .. _metadata.SelectMany(static m => Message(14, Text(1, m.Key), Text(2, m.Value))),
        ];
    }

    private static byte[] Value(int field, string name, int[] shape, int type) =>
        Message(
            field,
            Text(1, name),
            Message(2, Message(1, Number(1, type), Message(2, [.. shape.Select(Dimension)])))
        );

    private static byte[] Dimension(int extent, int index) =>
        extent >= 0 ? Message(1, Number(1, extent)) : Message(1, Text(2, $"open{index}"));

    private static byte[] Message(int field, params byte[][] parts) =>
        Bytes(field, [.. parts.SelectMany(static part => part)]);

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) =>
        [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value > 127; value >>= 7)
        {
            yield return (byte)((value & 127) | 128);
        }

        yield return (byte)value;
    }

    private static byte[] Raw(float[] numbers, int type)
    {
        int size = type switch
        {
            Byte => 1,
            Half => 2,
            Int64 => 8,
            _ => 4,
        };
        byte[] raw = new byte[numbers.Length * size];
        for (int i = 0; i < numbers.Length; i++)
        {
            Span<byte> place = raw.AsSpan(i * size, size);
            switch (type)
            {
                case Float:
                    BinaryPrimitives.WriteSingleLittleEndian(place, numbers[i]);
                    break;
                case Half:
                    BinaryPrimitives.WriteHalfLittleEndian(place, (System.Half)numbers[i]);
                    break;
                case Int64:
                    BinaryPrimitives.WriteInt64LittleEndian(place, (long)numbers[i]);
                    break;
                case Int32:
                    BinaryPrimitives.WriteInt32LittleEndian(place, (int)numbers[i]);
                    break;
                default:
                    place[0] = (byte)numbers[i];
                    break;
            }
        }

        return raw;
    }
}
