using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Spotter.Onnx.Tests;

/// <summary>Any ONNX file, written byte by byte, right or wrong.</summary>
internal static class GraphBytes
{
    public const int Float = 1;
    public const int Whole = 7;

    /// <summary>A file with one graph.</summary>
    public static byte[] Model(params byte[][] graphParts) =>
        [.. Number(1, 8), .. Message(7, graphParts), .. OperatorSet("", 17), .. OperatorSet("ai.onnx.ml", 3)];

    public static byte[] OperatorSet(string domain, long version) =>
        Message(8, domain.Length > 0 ? Text(1, domain) : [], Number(2, version));

    public static byte[] Metadata(string key, string value) => Message(14, Text(1, key), Text(2, value));

    public static byte[] Node(string op, string[] inputs, string[] outputs, params byte[][] attributes) =>
        Node(op, "", inputs, outputs, attributes);

    public static byte[] Node(
        string op,
        string domain,
        string[] inputs,
        string[] outputs,
        params byte[][] attributes
    ) =>
        Message(
            1,
            [
                .. inputs.Select(static name => Text(1, name)),
                .. outputs.Select(static name => Text(2, name)),
                Text(4, op),
                .. attributes,
                Text(7, domain),
            ]
        );

    public static byte[] Attribute(string name, long value) =>
        Message(5, Text(1, name), Number(3, value), Number(20, 2));

    public static byte[] Attribute(string name, float value) =>
        Message(5, Text(1, name), [.. Varint((2 << 3) | 5), .. BitConverter.GetBytes(value)], Number(20, 1));

    public static byte[] Attribute(string name, string value) =>
        Message(5, Text(1, name), Text(4, value), Number(20, 3));

    public static byte[] Attribute(string name, long[] values) =>
        Message(5, [Text(1, name), .. values.Select(static value => Number(8, value)), Number(20, 7)]);

    public static byte[] Attribute(string name, float[] values) =>
        Message(5, Text(1, name), Bytes(7, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()), Number(20, 6));

    public static byte[] TensorAttribute(string name, byte[] tensorParts) =>
        Message(5, Text(1, name), Bytes(5, tensorParts), Number(20, 4));

    public static byte[] GraphAttribute(string name, params byte[][] graphParts) =>
        Message(5, Text(1, name), Message(6, graphParts), Number(20, 5));

    public static byte[] Initializer(string name, long[] shape, float[] data) =>
        Message(5, TensorParts(name, Float, shape, MemoryMarshal.AsBytes(data.AsSpan()).ToArray()));

    public static byte[] Initializer(string name, long[] shape, long[] data) =>
        Message(5, TensorParts(name, Whole, shape, MemoryMarshal.AsBytes(data.AsSpan()).ToArray()));

    public static byte[] Initializer(string name, int type, long[] shape, byte[] data) =>
        Message(5, TensorParts(name, type, shape, data));

    public static byte[] TensorParts(string name, int type, long[] shape, byte[] data) =>
        [.. shape.SelectMany(static n => Number(1, n)), .. Number(2, type), .. Text(8, name), .. Bytes(9, data)];

    /// <summary>Weights in a file beside the network.</summary>
    public static byte[] External(string name, long[] shape, params (string Key, string Value)[] where) =>
        Message(
            5,
            [
                .. shape.Select(static n => Number(1, n)),
                Number(2, Float),
                Text(8, name),
                .. where.Select(static entry => Message(13, Text(1, entry.Key), Text(2, entry.Value))),
                Number(14, 1),
            ]
        );

    /// <param name="name">Of the input.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">-1 for an extent that is left open.</param>
    public static byte[] Input(string name, int type, params long[] shape) => Value(11, name, type, shape);

    public static byte[] Output(string name, int type, params long[] shape) => Value(12, name, type, shape);

    /// <summary>An output of which nothing is said.</summary>
    public static byte[] Output(string name) => Message(12, Text(1, name));

    public static byte[] Value(int field, string name, int type, long[] shape) =>
        Message(
            field,
            Text(1, name),
            Message(
                2,
                Message(
                    1,
                    Number(1, type),
                    Message(2, [.. shape.Select(static n => Message(1, n < 0 ? Text(2, "open") : Number(1, n)))])
                )
            )
        );

    public static byte[] Message(int field, params byte[][] parts) =>
        Bytes(field, [.. parts.SelectMany(static part => part)]);

    public static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(int field, byte[] content) =>
        [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    public static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    public static byte[] Halves(params float[] numbers)
    {
        byte[] raw = new byte[numbers.Length * 2];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(raw.AsSpan(i * 2), (Half)numbers[i]);
        }

        return raw;
    }

    private static List<byte> Varint(long value)
    {
        var bytes = new List<byte>();
        ulong left = (ulong)value;
        for (; left > 127; left >>= 7)
        {
            bytes.Add((byte)((left & 127) | 128));
        }

        bytes.Add((byte)left);
        return bytes;
    }
}
