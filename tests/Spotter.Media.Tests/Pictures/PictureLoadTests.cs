using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class PictureLoadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(64, 33)]
    [InlineData(257, 2)]
    public void Load_PngAndBmpOfAPicture_GiveItsPixels(int width, int height)
    {
        BgrImage image = Samples.Picture(width, height);

        Assert.Equal(image.Pixels, Picture.Load(image.Encode(PictureFormat.Png)).Bgr.Pixels);
        Assert.Equal(image.Pixels, Picture.Load(Samples.Bmp(image)).Bgr.Pixels);
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.WebP)]
    public void Load_LossyFileOfAPicture_IsClose(PictureFormat format)
    {
        BgrImage image = Samples.Picture(120, 80);

        Frame frame = Picture.Load(image.Encode(format));

        Assert.Equal((120, 80), (frame.Width, frame.Height));
        Assert.InRange(image.Pixels.Zip(frame.Bgr.Pixels, static (a, b) => Math.Abs(a - b)).Average(), 0.01, 4);
    }

    [Fact]
    public void Load_16BitColorPng_KeepsTheHighBytes()
    {
        byte[] png = new PngBytes(2, 1, 16, 2).Encode([
            [0x12, 0x00, 0x80, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0x01, 0x00, 0x40, 0x00],
        ]);

        Assert.Equal([0xFF, 0x80, 0x12, 0x40, 0x01, 0x00], Picture.Load(png).Bgr.Pixels);
    }

    [Fact]
    public void Load_16BitGrayPng_KeepsTheHighBytes()
    {
        Frame frame = Picture.Load(
            new PngBytes(3, 1, 16, 0).Encode([
                [0x12, 0x00, 0x80, 0x00, 0xFF, 0xFF],
            ])
        );

        Assert.Equal([0x12, 0x80, 0xFF], frame.Gray.Pixels);
        Assert.Equal([0x12, 0x12, 0x12, 0x80, 0x80, 0x80, 0xFF, 0xFF, 0xFF], frame.Bgr.Pixels);
    }

    [Theory]
    [InlineData(1, 0b1010_0000, new byte[] { 255, 0, 255 })]
    [InlineData(2, 0b0001_1000, new byte[] { 0, 85, 170 })]
    public void Load_GrayPngOfFewBits_SpansBlackToWhite(byte bits, byte row, byte[] expected)
    {
        Assert.Equal(
            expected,
            Picture
                .Load(
                    new PngBytes(3, 1, bits, 0).Encode([
                        [row],
                    ])
                )
                .Gray.Pixels
        );
    }

    [Fact]
    public void Load_PalettePng_LooksUpColors()
    {
        byte[] png = new PngBytes(3, 1, 8, 3)
            .With("PLTE", 10, 20, 30, 40, 50, 60)
            .Encode([
                [1, 0, 1],
            ]);

        Assert.Equal([60, 50, 40, 30, 20, 10, 60, 50, 40], Picture.Load(png).Bgr.Pixels);
    }

    [Fact]
    public void Load_PaletteWithTransparency_LaysItOnWhite()
    {
        byte[] png = new PngBytes(2, 1, 8, 3)
            .With("PLTE", 10, 20, 30, 40, 50, 60)
            .With("tRNS", 255, 0)
            .Encode([
                [1, 0],
            ]);

        Assert.Equal([255, 255, 255, 30, 20, 10], Picture.Load(png).Bgr.Pixels);
    }

    [Fact]
    public void Load_AlphaOfEveryValue_LaysColorsOnWhite()
    {
        var row = new byte[256 * 4];
        for (int alpha = 0; alpha < 256; alpha++)
        {
            ((byte[])[200, 100, 0, (byte)alpha]).CopyTo(row, alpha * 4);
        }

        byte[] shown = Picture.Load(new PngBytes(256, 1, 8, 6).Encode(row)).Bgr.Pixels;

        for (int alpha = 0; alpha < 256; alpha++)
        {
            Assert.Equal(OnWhite(0, alpha), shown[alpha * 3]);
            Assert.Equal(OnWhite(100, alpha), shown[alpha * 3 + 1]);
            Assert.Equal(OnWhite(200, alpha), shown[alpha * 3 + 2]);
        }

        static byte OnWhite(int color, int alpha) =>
            (byte)Math.Round(((color * alpha) + (255 * (255 - alpha))) / 255.0);
    }

    [Theory]
    [InlineData(8, new byte[] { 100, 0, 100, 255 })]
    [InlineData(16, new byte[] { 100, 0, 0, 0, 100, 0, 255, 255 })]
    public void Load_GrayAlphaPng_LaysItOnWhite(byte bits, byte[] row)
    {
        Assert.Equal([255, 255, 255, 100, 100, 100], Picture.Load(new PngBytes(2, 1, bits, 4).Encode(row)).Bgr.Pixels);
    }

    [Fact]
    public void Load_CmykJpeg_ShowsItsColors()
    {
        BgrImage image = Picture.Load(Samples.CmykJpeg).Bgr;

        AssertNear([32, 48, 224], Samples.PixelAt(image, 8, 0));
        AssertNear([208, 80, 32], Samples.PixelAt(image, 8, 15));
    }

    [Fact]
    public void Load_Gif_ShowsTheFirstFrameOnWhite()
    {
        BgrImage image = Picture.Load(Samples.Gif).Bgr;

        Assert.Equal([0, 0, 255, 255, 0, 0, 0, 255, 0, 255, 255, 255], image.Pixels);
    }

    [Fact]
    public void Load_Gray_IsTheSameAsGrayFromColor()
    {
        Frame frame = Picture.Load(
            new PngBytes(256, 1, 8, 0).Encode([.. Enumerable.Range(0, 256).Select(static v => (byte)v)])
        );

        Assert.Equal(frame.Bgr.ToGray().Pixels, frame.Gray.Pixels);
    }

    [Fact]
    public void Load_FromPathStreamAndSpan_AgreeWhateverTheName()
    {
        using var folder = new TestFolder();
        byte[] bytes = Samples.Picture(50, 40).Encode(PictureFormat.Png);
        string path = folder.Write("really-a-png.jpg", bytes);
        using var slow = new TrickleStream(bytes);

        byte[] expected = Picture.Load(bytes).Bgr.Pixels;

        Assert.Equal(expected, Picture.Load(path).Bgr.Pixels);
        Assert.Equal(expected, Picture.Load(slow).Bgr.Pixels);
        using var offset = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        Assert.Equal(expected, Picture.Load(offset).Bgr.Pixels);
        Assert.True(offset.CanRead);
    }

    [Fact]
    public void Load_FromManyThreads_GivesEachItsPicture()
    {
        byte[][] files =
        [
            .. Enumerable.Range(1, 12).Select(static i => Samples.Picture(20 * i, 15).Encode(PictureFormat.Png)),
        ];

        Parallel.For(0, 200, i =>
        {
            int n = (i % 12) + 1;
            Assert.Equal(Samples.Picture(20 * n, 15).Pixels, Picture.Load(files[n - 1]).Bgr.Pixels);
        });
    }

    private static void AssertNear(byte[] expected, byte[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - 16, expected[i] + 16);
        }
    }
}
