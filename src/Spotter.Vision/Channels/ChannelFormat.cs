// The form of a channel model in a file; docs/reference/channel_model_format.md describes it.

using System.Buffers.Binary;
using System.IO.Compression;

namespace Spotter.Vision.Channels;

/// <summary>Reads and writes channel models.</summary>
internal static class ChannelFormat
{
    public const byte Version = 1;

    /// <summary>Magic number, version and length of the body.</summary>
    public const int HeaderLength = 9;

    // 65,536 trees take less than 2 MB.
    private const int MaxBodyLength = 2 << 20;

    public static ReadOnlySpan<byte> Magic => "SPCH"u8;

    /// <exception cref="ChannelFormatException">The bytes are not a model in this format and version.</exception>
    public static ChannelModel Read(Stream stream, string name)
    {
        try
        {
            var reader = new ChannelReader(Unpack(stream));
            ChannelModelData data = ChannelBody.Read(reader);
            reader.RequireEnd();
            return new ChannelModel(data);
        }
        catch (Exception e) when (e is ChannelFormatException or EndOfStreamException)
        {
            string problem = e is EndOfStreamException ? "the file ends too early" : e.Message;
            throw new ChannelFormatException($"{name}: not a usable channel model: {problem}", e);
        }
    }

    /// <summary>True where a file begins as a channel model does.</summary>
    public static bool IsModel(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[Magic.Length];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && head.SequenceEqual(Magic);
    }

    public static byte[] Write(ChannelModel model)
    {
        using var body = new MemoryStream();
        ChannelBody.Write(new ChannelWriter(body), model.Data);
        var packed = new byte[HeaderLength + BrotliEncoder.GetMaxCompressedLength((int)body.Length)];
        Magic.CopyTo(packed);
        packed[Magic.Length] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(Magic.Length + 1), (int)body.Length);
        const int bestQuality = 11;
        const int window = 22;
        return BrotliEncoder.TryCompress(
            body.GetBuffer().AsSpan(0, (int)body.Length),
            packed.AsSpan(HeaderLength),
            out int written,
            bestQuality,
            window
        )
            ? packed[..(HeaderLength + written)]
            : throw new InvalidOperationException("the model could not be compressed");
    }

    private static byte[] Unpack(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.ReadExactly(header);
        if (!header.StartsWith(Magic))
        {
            throw new ChannelFormatException("it does not begin with SPCH");
        }

        if (header[Magic.Length] != Version)
        {
            throw new ChannelFormatException(
                $"its version is {header[Magic.Length]}, this program reads version {Version}"
            );
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header[(Magic.Length + 1)..]);
        if (length is < 0 or > MaxBodyLength)
        {
            throw new ChannelFormatException($"a body of {length} bytes is out of range");
        }

        // Brotli may grow what it cannot compress by a few bytes; anything longer is not what the header says.
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(length) + 1];
        int packedLength = stream.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false);
        var body = new byte[length];
        return BrotliDecoder.TryDecompress(packed.AsSpan(0, packedLength), body, out int written) && written == length
            ? body
            : throw new ChannelFormatException("the compressed body is damaged or cut off");
    }
}
