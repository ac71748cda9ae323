using System.Buffers.Binary;

namespace Spotter.Media.Video.Nut;

/// <summary>Bytes and numbers from a pipe, with a small buffer of its own; large blocks go around the buffer.</summary>
internal sealed class NutByteReader
{
    private readonly Stream _stream;
    private readonly byte[] _buffer;
    private int _position;
    private int _end;

    public NutByteReader(Stream stream)
    {
        _stream = stream;
        _buffer = new byte[4096];
    }

    /// <summary>Reads the first <paramref name="length"/> bytes of a packet that is in memory.</summary>
    public NutByteReader(byte[] packet, int length)
    {
        _stream = Stream.Null;
        _buffer = packet;
        _end = length;
    }

    /// <summary>The next byte, or -1 at the end.</summary>
    public int TryReadByte()
    {
        if (_position == _end)
        {
            _end = _stream.Read(_buffer, 0, _buffer.Length);
            _position = 0;
            if (_end == 0)
            {
                return -1;
            }
        }

        return _buffer[_position++];
    }

    public byte ReadByte() => TryReadByte() is >= 0 and int value ? (byte)value : throw new EndOfStreamException();

    /// <summary>A number of any length, seven bits a byte, most significant first (the format's "v").</summary>
    public ulong ReadNumber()
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            byte next = ReadByte();
            value = (value << 7) | (next & 0x7Fu);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number in the decoder's stream is longer than 64 bits");
    }

    public int ReadInt32() =>
        ReadNumber() is <= int.MaxValue and ulong value
            ? (int)value
            : throw new InvalidDataException("a number in the decoder's stream is out of range");

    /// <summary>A number with a sign (the format's "s").</summary>
    public long ReadSignedNumber()
    {
        long value = (long)ReadNumber() + 1;
        return (value & 1) != 0 ? -(value >> 1) : value >> 1;
    }

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The rest of a start code whose first byte was read.</summary>
    public ulong ReadStartCode(byte first)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes[0] = first;
        ReadExactly(bytes[1..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    public void ReadExactly(Span<byte> destination)
    {
        int buffered = Math.Min(destination.Length, _end - _position);
        _buffer.AsSpan(_position, buffered).CopyTo(destination);
        _position += buffered;
        _stream.ReadExactly(destination[buffered..]);
    }

    public void Skip(long count)
    {
        for (; count > 0 && _position < _end; count--)
        {
            _position++;
        }

        Span<byte> scratch = stackalloc byte[512];
        for (; count > 0; count -= Math.Min(count, scratch.Length))
        {
            _stream.ReadExactly(scratch[..(int)Math.Min(count, scratch.Length)]);
        }
    }
}
