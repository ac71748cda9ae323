using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests.Support;

/// <summary>Pictures for tests: a real one with a face, and made ones without.</summary>
internal static class SamplePictures
{
    private const string WithFacePath = "/usr/share/doc/opencv-doc/opencv4/html/230501201_1.jpg";

    /// <summary>A photograph with one face that looks into the camera.</summary>
    public static string WithFace
    {
        get
        {
            Assert.SkipUnless(File.Exists(WithFacePath), "no photograph with a face: install opencv-doc");
            return WithFacePath;
        }
    }

    public static byte[] Blank(int width = 120, int height = 90, PictureFormat format = PictureFormat.Png) =>
        new BgrImage(width, height).Encode(format);

    /// <summary>Coarse random squares: something for a detector to work on.</summary>
    public static byte[] Noise(int seed, int width = 160, int height = 120, PictureFormat format = PictureFormat.Jpeg)
    {
        var random = new Random(seed);
        var small = new BgrImage(width / 8, height / 8);
        random.NextBytes(small.Pixels);
        return small.Resize(width, height).Encode(format);
    }

    /// <summary>A gray TIFF of two pages that show the same.</summary>
    public static byte[] TwoPages(int side = 64)
    {
        const int Header = 8;
        int length = side * side;
        int page = Header + length;
        int directory = 2 + (9 * 12) + 4;
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(page);
        writer.Write(new byte[length]);
        Directory(next: page + directory);
        Directory(next: 0);
        return file.ToArray();

        void Directory(int next)
        {
            (ushort Tag, int Value)[] entries =
            [
                (256, side),
                (257, side),
                (258, 8),
                (259, 1),
                (262, 1),
                (273, Header),
                (277, 1),
                (278, side),
                (279, length),
            ];
            writer.Write((ushort)entries.Length);
            foreach ((ushort tag, int value) in entries)
            {
                // A number of four bytes.
                writer.Write(tag);
                writer.Write((ushort)4);
                writer.Write(1);
                writer.Write(value);
            }

            writer.Write(next);
        }
    }

    /// <summary>A gray PNG of 1 bit a pixel, all black: a small file that claims a large picture.</summary>
    public static byte[] HugePng(int side) => PngWriter.Black(side, side);
}
