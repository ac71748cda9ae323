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

    /// <summary>A gray PNG of 1 bit a pixel, all black: a small file that claims a large picture.</summary>
    public static byte[] HugePng(int side) => PngWriter.Black(side, side);
}
