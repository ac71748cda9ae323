using OpenCvSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class PictureGeometryTests
{
    [Theory]
    [InlineData(2, 1, 3, 2, 3, 2)]
    [InlineData(-5, -5, 8, 7, 3, 2)]
    [InlineData(8, 6, 100, 100, 2, 2)]
    [InlineData(5, 5, int.MaxValue, int.MaxValue, 5, 3)]
    public void Crop_BoxThatMeetsThePicture_IsItsPartInside(
        int x,
        int y,
        int width,
        int height,
        int cropWidth,
        int cropHeight
    )
    {
        BgrImage image = Samples.Picture(10, 8);

        BgrImage crop = image.Crop(new Box(x, y, width, height));

        Assert.Equal((cropWidth, cropHeight), (crop.Width, crop.Height));
        for (int row = 0; row < cropHeight; row++)
        {
            for (int column = 0; column < cropWidth; column++)
            {
                Assert.Equal(
                    Samples.PixelAt(image, Math.Max(x, 0) + column, Math.Max(y, 0) + row),
                    Samples.PixelAt(crop, column, row)
                );
            }
        }
    }

    [Theory]
    [InlineData(10, 0, 5, 5)]
    [InlineData(0, 0, 0, 5)]
    [InlineData(-5, 0, 5, 5)]
    public void Crop_BoxOutside_IsRefused(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentException>(() => Samples.Picture(10, 8).Crop(new Box(x, y, width, height)));

    [Fact]
    public void LimitWidth_NarrowPicture_IsThePictureItself()
    {
        BgrImage image = Samples.Picture(10, 8);

        Assert.Same(image, image.LimitWidth(10));
    }

    [Fact]
    public void LimitWidth_WideFrame_KeepsProportionsAndPlace()
    {
        var frame = new Frame(Samples.Picture(101, 50)) { Index = 7, Timestamp = TimeSpan.FromSeconds(2) };

        Frame small = frame.LimitWidth(40);

        Assert.Equal((40, 20, 7L, TimeSpan.FromSeconds(2)), (small.Width, small.Height, small.Index, small.Timestamp));
        Assert.Equal(1, new Frame(Samples.Picture(500, 1)).LimitWidth(40).Height);
    }

    [Theory]
    [InlineData(274, 171, 1.0)]
    [InlineData(400, 250, 3.0)]
    [InlineData(137, 86, 4.0)]
    [InlineData(60, 37, 6.0)]
    public void Resize_RealPictureSmaller_IsNearOpenCvsArea(int width, int height, double meanDifference)
    {
        string file = Path.Combine(Samples.OpenCvFolder, "messi5.jpg");
        Assert.SkipUnless(File.Exists(file), "needs the pictures of the package opencv-doc");
        using Mat source = Cv2.ImRead(file);
        using var area = new Mat();
        Cv2.Resize(source, area, new Size(width, height), interpolation: InterpolationFlags.Area);

        BgrImage resized = Picture.Load(file).Bgr.Resize(width, height);

        Assert.InRange(
            OpenCv.Pixels(area).Zip(resized.Pixels, static (a, b) => Math.Abs(a - b)).Average(),
            0,
            meanDifference
        );
    }
}
