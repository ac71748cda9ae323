using System.Buffers.Binary;
using System.Text;

namespace Spotter.Vision.Channels;

/// <summary>The numbers of <see cref="ChannelFormat"/>, little-endian, each read bounded by what is left.</summary>
internal sealed class ChannelReader(byte[] body)
{
    private static readonly UTF8Encoding _strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private int _position;

    public byte Byte() => Bytes(1)[0];

    public short Short() => BinaryPrimitives.ReadInt16LittleEndian(Bytes(sizeof(short)));

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Bytes(sizeof(float)));

    /// <summary>A length of one byte, then UTF-8.</summary>
    public string Text()
    {
        try
        {
            return _strict.GetString(Bytes(Byte()));
        }
        catch (DecoderFallbackException e)
        {
            throw new ChannelFormatException("the label is not UTF-8", e);
        }
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > body.Length - _position)
        {
            throw new ChannelFormatException("the body ends too early");
        }

        _position += count;
        return body.AsSpan(_position - count, count);
    }

    public void RequireEnd()
    {
        if (_position != body.Length)
        {
            throw new ChannelFormatException($"{body.Length - _position} bytes are left over");
        }
    }
}
