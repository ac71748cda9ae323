using System.Buffers.Binary;
using System.Text;

namespace Spotter.Onnx.Tests;

/// <summary>
/// ONNX files whose outputs are constants, written byte by byte: protocol buffers need no more than this.
/// </summary>
internal static class TinyNetwork
{
    private const int Float = 1;

    /// <param name="input">Shape of the only input.</param>
    /// <param name="outputs">Name, shape and numbers of each output.</param>
    public static byte[] Build(int[] input, params (string Name, int[] Shape, float[] Data)[] outputs)
    {
        byte[][] graph =
        [
            .. outputs.Select(static o =>
                Message(1, Text(1, o.Name + "_constant"), Text(2, o.Name), Text(4, "Identity"))
            ),
            Text(2, "tiny"),
            .. outputs.Select(static o =>
                Message(
                    5,
                    [
                        .. o.Shape.Select(static n => Number(1, n)),
                        Number(2, Float),
                        Text(8, o.Name + "_constant"),
                        Bytes(9, Raw(o.Data)),
                    ]
                )
            ),
            Value(11, "input", input),
            .. outputs.Select(static o => Value(12, o.Name, o.Shape)),
        ];
        return [.. Number(1, 8), .. Message(7, graph), .. Message(8, Number(2, 17))];
    }

    private static byte[] Value(int field, string name, int[] shape) =>
        Message(
            field,
            Text(1, name),
            Message(
                2,
                Message(1, Number(1, Float), Message(2, [.. shape.Select(static n => Message(1, Number(1, n)))]))
            )
        );

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

    private static byte[] Raw(float[] numbers)
    {
        byte[] raw = new byte[numbers.Length * sizeof(float)];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), numbers[i]);
        }

        return raw;
    }
}
