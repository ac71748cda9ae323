using System.Buffers.Binary;

namespace Spotter.Vision.Channels;

/// <summary>Writes what <see cref="ChannelReader"/> reads.</summary>
internal sealed class ChannelWriter(Stream body)
{
    public void Byte(int value) => body.WriteByte(checked((byte)value));

    public void Short(short value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
        body.Write(bytes);
    }

    public void Int(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        body.Write(bytes);
    }

    public void Float(float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        body.Write(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => body.Write(bytes);

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Byte(utf8.Length);
        Bytes(utf8);
    }
}
