using System.Buffers.Binary;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>The numbers of <see cref="CompactFormat"/>, each read bounded by what is left.</summary>
internal sealed class CompactReader(byte[] body)
{
    private int _position;

    /// <summary>A whole number of 0 or more.</summary>
    public int Int()
    {
        uint value = Raw();
        return value <= int.MaxValue ? (int)value : throw new CascadeFormatException($"number {value} is out of range");
    }

    /// <summary>How many of something follow, at least a byte each.</summary>
    public int Count()
    {
        int count = Int();
        return count <= body.Length
            ? count
            : throw new CascadeFormatException($"a count of {count} is more than the body holds");
    }

    public int[] Ints(int count)
    {
        var values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Int();
        }

        return values;
    }

    public int[] SignedInts(int count)
    {
        var values = new int[count];
        for (int i = 0; i < count; i++)
        {
            uint raw = Raw();
            values[i] = (int)(raw >> 1) ^ -(int)(raw & 1);
        }

        return values;
    }

    public float[] Floats(int count)
    {
        ReadOnlySpan<byte> bytes = Take((long)count * sizeof(float));
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return values;
    }

    /// <summary>32 bits each that are not a number.</summary>
    public int[] Words(int count)
    {
        ReadOnlySpan<byte> bytes = Take((long)count * sizeof(int));
        var values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        return values;
    }

    public void RequireEnd()
    {
        if (_position != body.Length)
        {
            throw new CascadeFormatException($"{body.Length - _position} bytes are left over");
        }
    }

    private uint Raw()
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = _position < body.Length ? body[_position++] : throw Ended();
            if (shift == 28 && next > 0xF)
            {
                break;
            }

            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new CascadeFormatException("a number has more than 32 bits");
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > body.Length - _position)
        {
            throw Ended();
        }

        ReadOnlySpan<byte> bytes = body.AsSpan(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    private static CascadeFormatException Ended() => new("the body ends too early");
}
