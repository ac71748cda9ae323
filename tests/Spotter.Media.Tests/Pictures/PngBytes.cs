using System.Buffers.Binary;
using System.IO.Compression;

namespace Spotter.Media.Tests.Pictures;

/// <summary>
/// Writes PNG files of any colour type and depth, as the PNG specification (W3C, third edition) lays them out.
/// </summary>
internal sealed class PngBytes(int width, int height, byte bitDepth, byte colorType)
{
    private readonly List<(string Type, byte[] Data)> _before = [];

    /// <summary>A chunk between the header and the pixels: a palette, transparency, EXIF.</summary>
    public PngBytes With(string type, params byte[] data)
    {
        _before.Add((type, data));
        return this;
    }

    /// <param name="rows">The samples of each row as stored, without the filter byte.</param>
    public byte[] Encode(params byte[][] rows)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (byte[] row in rows)
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = bitDepth;
        header[9] = colorType;
        WriteChunk(file, "IHDR", header);
        foreach ((string type, byte[] data) in _before)
        {
            WriteChunk(file, type, data);
        }

        WriteChunk(file, "IDAT", pixels.ToArray());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static uint Crc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
