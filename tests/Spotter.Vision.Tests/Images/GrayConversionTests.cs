using OpenCvSharp;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class GrayConversionTests
{
    [Fact]
    public void ToGray_AllCoarseColours_BytesOfOpenCv()
    {
        // Every fifth value of each channel and the ends: 52^3 colours.
        byte[] levels = [.. Enumerable.Range(0, 52).Select(static i => (byte)(i * 5))];
        byte[] pixels =
        [
            .. from b in levels from g in levels from r in levels from sample in (byte[])[b, g, r] select sample,
        ];
        AssertSameAsOpenCv(pixels, levels.Length, levels.Length * levels.Length);
    }

    [Fact]
    public void ToGray_Noise_BytesOfOpenCv()
    {
        var random = new Random(5);
        for (int width = 1; width < 80; width++)
        {
            var pixels = new byte[width * 3 * 3];
            random.NextBytes(pixels);
            AssertSameAsOpenCv(pixels, width, 3);
        }
    }

    private static void AssertSameAsOpenCv(byte[] pixels, int width, int height)
    {
        using Mat bgr = Mat.FromPixelData(height, width, MatType.CV_8UC3, pixels);
        using var gray = new Mat();
        Cv2.CvtColor(bgr, gray, ColorConversionCodes.BGR2GRAY);
        gray.GetArray(out byte[] expected);
        Assert.Equal(expected, new BgrImage(pixels, width, height).ToGray().Pixels);
    }
}
