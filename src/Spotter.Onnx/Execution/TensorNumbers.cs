using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>Reads the numbers of tensors that <see cref="GraphChecks"/> found whole.</summary>
/// <param name="path">The network's file.</param>
internal sealed class TensorNumbers(string path)
{
    /// <summary>The elements as floats, whatever they are, row-major.</summary>
    /// <exception cref="EngineException">They are of a type without such numbers.</exception>
    public float[] ReadFloats(OnnxTensor tensor)
    {
        if (tensor is { Type: ElementType.Float, Raw: not null } or { Type: ElementType.Float, IsExternal: true })
        {
            var floats = new float[tensor.Count];
            ReadRaw(tensor, MemoryMarshal.AsBytes(floats.AsSpan()));
            return BitConverter.IsLittleEndian ? floats : throw new EngineException("needs a little-endian processor");
        }

        return Array.ConvertAll(ReadDoubles(tensor), static number => (float)number);
    }

    /// <summary>The elements as numbers of 64 bits, whole ones below 2^53 exactly.</summary>
    public double[] ReadDoubles(OnnxTensor tensor)
    {
        var numbers = new double[tensor.Count];
        if (tensor.Raw is not { Length: > 0 } && !tensor.IsExternal)
        {
            ReadSegments(tensor, numbers);
            return numbers;
        }

        int bits = ElementTypes.BitsOf(tensor.Type);
        byte[] raw = new byte[ElementTypes.BytesOf(tensor.Type, numbers.Length)];
        ReadRaw(tensor, raw);
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> one = bits == 4 ? raw.AsSpan(i / 2, 1) : raw.AsSpan(i * (bits / 8), bits / 8);
            numbers[i] = tensor.Type switch
            {
                ElementType.Float => BinaryPrimitives.ReadSingleLittleEndian(one),
                ElementType.Double => BinaryPrimitives.ReadDoubleLittleEndian(one),
                ElementType.Half => (double)BinaryPrimitives.ReadHalfLittleEndian(one),
                ElementType.BFloat16 => BitConverter.UInt32BitsToSingle(
                    (uint)BinaryPrimitives.ReadUInt16LittleEndian(one) << 16
                ),
                ElementType.UInt8 or ElementType.Bool => one[0],
                ElementType.Int8 => (sbyte)one[0],
                ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(one),
                ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(one),
                ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(one),
                ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(one),
                ElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(one),
                ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(one),
                _ => throw Unreadable(tensor),
            };
        }

        return numbers;
    }

    private static EngineException Unreadable(OnnxTensor tensor) =>
        new($"holds numbers of type {tensor.Type} ({GraphException.Quote(tensor.Name)}), which Spotter's engine lacks");

    private void ReadRaw(OnnxTensor tensor, Span<byte> destination)
    {
        (string file, long position) = (path, tensor.Raw?.Position ?? 0);
        if (tensor.IsExternal)
        {
            (file, position, _) = ExternalData.Of(tensor, path);
        }

        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        stream.Position = position;
        stream.ReadExactly(destination);
    }

    private void ReadSegments(OnnxTensor tensor, double[] numbers)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var wire = new WireReader(stream);
        int at = 0;
        foreach (OnnxSegment segment in tensor.Segments)
        {
            long end = segment.Position + segment.Length;
            wire.Position = segment.Position;
            while (wire.Position < end && at < numbers.Length)
            {
                if (!segment.IsPacked)
                {
                    wire.TryReadField(end, out _, out _);
                }

                numbers[at++] = ReadElement(wire, segment.Field, end, tensor);
            }
        }
    }

    private static double ReadElement(WireReader wire, int field, long end, OnnxTensor tensor)
    {
        if (field == 4)
        {
            return wire.ReadFloat(end);
        }

        if (field == 10)
        {
            Span<byte> eight = stackalloc byte[sizeof(double)];
            wire.Read(eight, end);
            return BinaryPrimitives.ReadDoubleLittleEndian(eight);
        }

        ulong bits = wire.ReadVarint(end);
        return tensor.Type switch
        {
            ElementType.Half => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)bits << 16),
            ElementType.UInt64 or ElementType.UInt32 => bits,
            ElementType.Int4 or ElementType.UInt4 => throw Unreadable(tensor),
            _ => (long)bits,
        };
    }
}
