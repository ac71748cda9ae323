using System.Buffers.Binary;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

/// <summary>Pictures and picture files made on the spot.</summary>
internal static class Samples
{
    /// <summary>A folder of real photographs that Debian's package opencv-doc brings.</summary>
    public const string OpenCvFolder = "/usr/share/doc/opencv-doc/examples/data";

    /// <summary>
    /// 16 x 16, CMYK with Adobe's marker: from red (224, 48, 32) at the top to blue (32, 80, 208) at the bottom.
    /// </summary>
    public static byte[] CmykJpeg { get; } =
        Convert.FromBase64String(
            """
            /9j/7gAOQWRvYmUAZAAAAAAC/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBET
            FBUVFQwPFxgWFBgSFBUU/9sAQwEDBAQFBAUJBQUJFA0LDRQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU
            FBQUFBQUFBQUFBQU/8AAFAgAEAAQBAERAAIRAQMRAQQRAP/EABgAAQADAQAAAAAAAAAAAAAAAAAEBQYI/8QAHRAAAgEEAwAA
            AAAAAAAAAAAAABcCBFORolRjZP/EABYBAQEBAAAAAAAAAAAAAAAAAAAIBv/EABoRAAIDAQEAAAAAAAAAAAAAAAADFRZSAlH/
            2gAOBAEAAhEDEQQAAD8Ao2VT345NLbFaIfhO/Doh7enYMqnvxyLYrQhO/A9vTsS0tS8aOCI55mi6qKnBn0n0ahLUvGjgTzNC
            ipwEn0an/9k=
            """
        );

    /// <summary>
    /// Smooth in red and green, with a grain in blue: nothing that a wrong row or channel would leave equal.
    /// </summary>
    public static BgrImage Picture(int width, int height)
    {
        var image = new BgrImage(width, height);
        var random = new Random(width * 1000 + height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = image.Pixels.AsSpan((y * width + x) * 3, 3);
                pixel[0] = (byte)(100 + random.Next(20));
                pixel[1] = (byte)(y * 255 / Math.Max(1, height - 1));
                pixel[2] = (byte)(x * 255 / Math.Max(1, width - 1));
            }
        }

        return image;
    }

    /// <summary>Four flat quarters: red and green above, blue and white below.</summary>
    public static BgrImage Quarters(int width, int height)
    {
        var image = new BgrImage(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                byte[] colour = (x < width / 2, y < height / 2) switch
                {
                    (true, true) => [0, 0, 255],
                    (false, true) => [0, 255, 0],
                    (true, false) => [255, 0, 0],
                    _ => [255, 255, 255],
                };
                colour.CopyTo(image.Pixels, (y * width + x) * 3);
            }
        }

        return image;
    }

    /// <summary>The TIFF structure that EXIF is, with the orientation tag alone.</summary>
    public static byte[] Exif(int orientation, bool bigEndian)
    {
        var tiff = new byte[26];
        Span<byte> s = tiff;
        if (bigEndian)
        {
            "MM"u8.CopyTo(s);
            BinaryPrimitives.WriteUInt16BigEndian(s[2..], 42);
            BinaryPrimitives.WriteUInt32BigEndian(s[4..], 8);
            BinaryPrimitives.WriteUInt16BigEndian(s[8..], 1);
            BinaryPrimitives.WriteUInt16BigEndian(s[10..], 0x0112);
            BinaryPrimitives.WriteUInt16BigEndian(s[12..], 3);
            BinaryPrimitives.WriteUInt32BigEndian(s[14..], 1);
            BinaryPrimitives.WriteUInt16BigEndian(s[18..], (ushort)orientation);
        }
        else
        {
            "II"u8.CopyTo(s);
            BinaryPrimitives.WriteUInt16LittleEndian(s[2..], 42);
            BinaryPrimitives.WriteUInt32LittleEndian(s[4..], 8);
            BinaryPrimitives.WriteUInt16LittleEndian(s[8..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(s[10..], 0x0112);
            BinaryPrimitives.WriteUInt16LittleEndian(s[12..], 3);
            BinaryPrimitives.WriteUInt32LittleEndian(s[14..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(s[18..], (ushort)orientation);
        }

        return tiff;
    }

    /// <summary>A JPEG file with an EXIF segment put in after its first marker.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation, bool bigEndian)
    {
        byte[] exif = Exif(orientation, bigEndian);
        int length = 2 + 6 + exif.Length;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
    }

    /// <summary>A WebP file in the extended layout with an EXIF chunk.</summary>
    public static byte[] WebPWithExif(byte[] webp, int width, int height, int orientation)
    {
        byte[] exif = Exif(orientation, bigEndian: false);
        byte[] extended = [0x08, 0, 0, 0, .. Int24(width - 1), .. Int24(height - 1)];
        byte[] body = [.. "WEBP"u8, .. Chunk("VP8X"u8, extended), .. webp[12..], .. Chunk("EXIF"u8, exif)];
        return Chunk("RIFF"u8, body);

        static byte[] Int24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data) =>
            [.. type, .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length % 2]];
    }

    /// <summary>A BMP file of 24 bits a pixel, rows from the bottom up.</summary>
    public static byte[] Bmp(BgrImage image)
    {
        int stride = (image.Width * 3 + 3) / 4 * 4;
        var file = new byte[54 + stride * image.Height];
        Span<byte> s = file;
        "BM"u8.CopyTo(s);
        BinaryPrimitives.WriteInt32LittleEndian(s[2..], file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(s[10..], 54);
        BinaryPrimitives.WriteInt32LittleEndian(s[14..], 40);
        BinaryPrimitives.WriteInt32LittleEndian(s[18..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(s[22..], image.Height);
        BinaryPrimitives.WriteInt16LittleEndian(s[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(s[28..], 24);
        for (int y = 0; y < image.Height; y++)
        {
            image
                .Pixels.AsSpan((image.Height - 1 - y) * image.Width * 3, image.Width * 3)
                .CopyTo(s[(54 + y * stride)..]);
        }

        return file;
    }

    /// <summary>
    /// A GIF file of 2 x 2 with two frames, the first red, blue, green and transparent, the second all red. Its codes
    /// are 3 bits wide throughout: a clear code before every two pixels keeps the table from growing.
    /// </summary>
    public static byte[] Gif { get; } =
    [
        .. "GIF89a"u8,
        2,
        0,
        2,
        0,
        0x81,
        0,
        0,
        255,
        0,
        0, /**/
        0,
        0,
        255, /**/
        0,
        255,
        0, /**/
        9,
        9,
        9,
        0x21,
        0xF9,
        4,
        1,
        10,
        0,
        3,
        0, // pixels of index 3 are transparent
        .. GifFrame(0, 1, 2, 3),
        0x21,
        0xF9,
        4,
        0,
        10,
        0,
        0,
        0,
        .. GifFrame(0, 0, 0, 0),
        0x3B,
    ];

    /// <summary>The encoded forms of one picture: every format that can be read.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> AllFormats(int width, int height)
    {
        BgrImage image = Picture(width, height);
        yield return ("jpeg", image.Encode(PictureFormat.Jpeg));
        yield return ("png", image.Encode(PictureFormat.Png));
        yield return ("webp", image.Encode(PictureFormat.WebP));
        yield return ("bmp", Bmp(image));
        yield return ("gif", Gif);
        yield return ("cmyk", CmykJpeg);
    }

    public static byte[] PixelAt(BgrImage image, int x, int y) =>
        image.Pixels.AsSpan((y * image.Width + x) * 3, 3).ToArray();

    private static byte[] GifFrame(byte a, byte b, byte c, byte d)
    {
        const int Clear = 4;
        const int End = 5;
        int bits = 0;
        int count = 0;
        foreach (int code in (int[])[Clear, a, b, Clear, c, d, End])
        {
            bits |= code << count;
            count += 3;
        }

        return [0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, (byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), 0];
    }
}
