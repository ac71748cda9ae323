// https://protobuf.dev/programming-guides/encoding

using System.Buffers.Binary;
using System.Text;

namespace Spotter.Onnx.Graphs;

/// <summary>How a field of a message is written.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Reads the encoding of protocol buffers from a file, piece by piece: what is skipped, weights above all, never comes
/// into memory. Nothing is believed: a length reaches no further than the message it stands in.
/// </summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _start;
    private int _at;
    private int _count;

    /// <summary>Where the next byte is read.</summary>
    public long Position
    {
        get => _start + _at;
        set
        {
            if (value >= _start && value <= _start + _count)
            {
                _at = (int)(value - _start);
                return;
            }

            stream.Position = value;
            (_start, _at, _count) = (value, 0, 0);
        }
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>The next field of a message; false at the message's end.</summary>
    public bool TryReadField(long end, out int field, out WireType type)
    {
        if (Position >= end)
        {
            (field, type) = (0, default);
            return false;
        }

        long begin = Position;
        ulong tag = ReadVarint(end);
        (field, type) = ((int)(tag >> 3), (WireType)(tag & 7));
        return
            tag <= uint.MaxValue
            && field > 0
            && type is WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32
            ? true
            : throw GraphException.Damaged($"byte {begin} begins no field");
    }

    public ulong ReadVarint(long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte(end);
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw GraphException.Damaged($"byte {Position} ends no number");
    }

    public float ReadFloat(long end)
    {
        Span<byte> four = stackalloc byte[sizeof(float)];
        Read(four, end);
        return BinaryPrimitives.ReadSingleLittleEndian(four);
    }

    /// <summary>The length before bytes; answers where they end.</summary>
    public long ReadEnd(long end)
    {
        long begin = Position;
        ulong length = ReadVarint(end);
        return length <= (ulong)(end - Position)
            ? Position + (long)length
            : throw GraphException.Damaged(
                end == Length
                    ? $"it is cut off: byte {begin} announces {length} more, and {end - Position} follow"
                    : $"byte {begin} announces {length} more, which reach beyond what they stand in"
            );
    }

    public string ReadText(long end, int most)
    {
        long stop = ReadEnd(end);
        long length = stop - Position;
        if (length > most)
        {
            throw new GraphException($"holds a text of {length} bytes at byte {Position}, where {most} are the most");
        }

        var bytes = new byte[length];
        Read(bytes, stop);
        return Encoding.UTF8.GetString(bytes);
    }

    public void Read(Span<byte> destination, long end)
    {
        if (destination.Length > end - Position)
        {
            throw GraphException.Damaged($"it ends at byte {end} within a number");
        }

        while (destination.Length > 0)
        {
            Fill();
            int some = Math.Min(destination.Length, _count - _at);
            _buffer.AsSpan(_at, some).CopyTo(destination);
            _at += some;
            destination = destination[some..];
        }
    }

    public void Skip(WireType type, long end)
    {
        switch (type)
        {
            case WireType.Varint:
                ReadVarint(end);
                break;
            case WireType.Bytes:
                Position = ReadEnd(end);
                break;
            default:
                long stop = Position + (type == WireType.Fixed64 ? 8 : 4);
                Position = stop <= end ? stop : throw GraphException.Damaged($"it ends at byte {end} within a number");
                break;
        }
    }

    private byte ReadByte(long end)
    {
        if (Position >= end)
        {
            throw GraphException.Damaged($"it ends at byte {end} within a number");
        }

        Fill();
        return _buffer[_at++];
    }

    // Something to read, or the file has become shorter since its length was asked.
    private void Fill()
    {
        if (_at < _count)
        {
            return;
        }

        _start += _count;
        (_at, _count) = (0, 0);
        stream.Position = _start;
        _count = stream.Read(_buffer);
        if (_count == 0)
        {
            throw GraphException.Damaged($"it ends at byte {_start}");
        }
    }
}
