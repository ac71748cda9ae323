using System.Buffers.Binary;
using SkiaSharp;

namespace Spotter.Media.Pictures;

/// <summary>
/// The EXIF orientation of a PNG file (third edition, chunk eXIf), which Skia reads only from JPEG and WebP.
/// </summary>
internal static class PngOrientation
{
    /// <param name="png">A whole PNG file; anything unexpected in it means "as stored".</param>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> png)
    {
        // A chunk is length, type, data, checksum; lengths above 2^31 - 1 are not allowed.
        for (long at = 8; at + 12 <= png.Length; )
        {
            ReadOnlySpan<byte> chunk = png[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (length > chunk.Length - 12)
            {
                break;
            }

            if (chunk.Slice(4, 4).SequenceEqual("eXIf"u8))
            {
                return TiffHeader.Of(chunk.Slice(8, (int)length)).Origin;
            }

            at += 12L + length;
        }

        return SKEncodedOrigin.TopLeft;
    }
}
