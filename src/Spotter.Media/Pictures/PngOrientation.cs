using System.Buffers.Binary;
using SkiaSharp;

namespace Spotter.Media.Pictures;

/// <summary>The EXIF orientation of a PNG file (third edition, chunk eXIf), which Skia reads only from JPEG and WebP.</summary>
internal static class PngOrientation
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <param name="png">A whole PNG file; anything unexpected in it means "as stored".</param>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> png)
    {
        // A chunk is length, type, data, checksum; lengths above 2^31 - 1 are not allowed.
        for (long at = 8; at + 12 <= png.Length;)
        {
            ReadOnlySpan<byte> chunk = png[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (length > chunk.Length - 12)
            {
                break;
            }

            if (chunk.Slice(4, 4).SequenceEqual("eXIf"u8))
            {
                return OfTiff(chunk.Slice(8, (int)length));
            }

            at += 12L + length;
        }

        return SKEncodedOrigin.TopLeft;
    }

    // TIFF 6.0, section 2: byte order, 42, offset of the first directory; there a count and entries of 12 bytes.
    private static SKEncodedOrigin OfTiff(ReadOnlySpan<byte> tiff)
    {
        bool bigEndian = tiff.StartsWith("MM\0*"u8);
        if (tiff.Length < 10 || (!bigEndian && !tiff.StartsWith("II*\0"u8)))
        {
            return SKEncodedOrigin.TopLeft;
        }

        uint directory = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
        {
            return SKEncodedOrigin.TopLeft;
        }

        int entries = Short(tiff[(int)directory..], bigEndian);
        ReadOnlySpan<byte> rest = tiff[((int)directory + 2)..];
        for (; entries > 0 && rest.Length >= 12; entries--, rest = rest[12..])
        {
            if (Short(rest, bigEndian) == OrientationTag && Short(rest[2..], bigEndian) == ShortType)
            {
                int value = Short(rest[8..], bigEndian);
                return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : SKEncodedOrigin.TopLeft;
            }
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
