using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

public sealed class LetterboxTests
{
    [Fact]
    public void Fill_SameSize_GivesEveryPixelNormalized()
    {
        var image = new BgrImage([.. Enumerable.Range(0, 24).Select(static n => (byte)(n * 10))], 4, 2);
        float[] blueFirst = Fill(image, new NetworkInput(4, 2, new PixelForm(false, [1, 2, 3], [2, 2, 2])));
        float[] redFirst = Fill(image, new NetworkInput(4, 2, new PixelForm(true, [1, 2, 3], [2, 2, 2])));
        for (int i = 0; i < 8; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Assert.Equal((image.Pixels[(3 * i) + channel] - 1 - channel) * 2, blueFirst[(channel * 8) + i]);
                Assert.Equal((image.Pixels[(3 * i) + 2 - channel] - 1 - channel) * 2, redFirst[(channel * 8) + i]);
            }
        }
    }

    [Fact]
    public void Fill_WidePicture_LeavesTheBottomBlack()
    {
        var image = new BgrImage(40, 10);
        image.Pixels.AsSpan().Fill(200);
        float[] pixels = Fill(image, new NetworkInput(20, 20, new PixelForm(false, [10, 10, 10], [1, 1, 1])));
        Assert.All(pixels.AsSpan(0, 5 * 20).ToArray(), static value => Assert.Equal(190, value, 1e-4f));
        Assert.All(pixels.AsSpan(5 * 20, 15 * 20).ToArray(), static value => Assert.Equal(-10, value, 1e-4f));
    }

    [Fact]
    public void Fill_Doubled_InterpolatesBetweenPixelCentres()
    {
        var image = new BgrImage([0, 0, 0, 100, 100, 100], 2, 1);
        float[] pixels = Fill(image, new NetworkInput(4, 2, new PixelForm(false, [0, 0, 0], [1, 1, 1])));
        Assert.Equal([0f, 25, 75, 100], pixels[..4]);
    }

    [Fact]
    public void Fill_Region_SeesNothingElse()
    {
        var image = new BgrImage(30, 30);
        image.Pixels.AsSpan().Fill(255);
        for (int y = 10; y < 20; y++)
        {
            image.Pixels.AsSpan(((y * 30) + 10) * 3, 30).Clear();
        }

        var letterbox = new Letterbox(
            new Box(10, 10, 10, 10),
            new NetworkInput(16, 16, new PixelForm(false, [0, 0, 0], [1, 1, 1]))
        );
        Assert.All(letterbox.Fill(image), static value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(float.NaN, 0, 5, 5)]
    [InlineData(-50, -50, -10, -10)]
    [InlineData(5, 5, 5, 9)]
    public void ToPicture_NoBoxInsideThePart_IsEmpty(float left, float top, float right, float bottom)
    {
        var letterbox = new Letterbox(
            new Box(10, 10, 100, 100),
            new NetworkInput(10, 10, new PixelForm(false, [0, 0, 0], [1, 1, 1]))
        );
        Box box = letterbox.ToPicture(new NetworkBox(left, top, right, bottom, 1, 0));
        Assert.True(box.IsEmpty || new Box(10, 10, 100, 100).Contains(box));
        Assert.Equal(
            new Box(10, 10, 100, 100),
            letterbox.ToPicture(new NetworkBox(-5, float.NegativeInfinity, 12, float.PositiveInfinity, 1, 0))
        );
    }

    [Theory]
    [InlineData(nameof(InputFit.TopLeft), 0, 0, 20, 5)]
    [InlineData(nameof(InputFit.Centred), 0, 7, 20, 5)]
    [InlineData(nameof(InputFit.Stretched), 0, 0, 20, 20)]
    public void Fill_WidePicture_CoversWhatItsFitSaysAndComesBack(string fit, int x, int y, int width, int height)
    {
        var image = new BgrImage(40, 10);
        image.Pixels.AsSpan().Fill(200);
        var form = new PixelForm(false, [10, 10, 10], [1, 1, 1]) { Fit = Enum.Parse<InputFit>(fit), Padding = 114 };
        var letterbox = new Letterbox(new Box(0, 0, 40, 10), new NetworkInput(20, 20, form));
        float[] pixels = letterbox.Fill(image);
        for (int i = 0; i < pixels.Length; i++)
        {
            (int column, int row) = (i % 20, i / 20 % 20);
            bool isCovered = column >= x && column < x + width && row >= y && row < y + height;
            Assert.Equal(isCovered ? 190 : 104, pixels[i], 1e-4f);
        }

        Assert.Equal(new Box(0, 0, 40, 10), letterbox.ToPicture(new NetworkBox(x, y, x + width, y + height, 1, 0)));
        Assert.Equal(new Point(20, 5), letterbox.ToPicture(new Point(x + (width / 2.0), y + (height / 2.0))));
    }

    [Fact]
    public void Fill_ChannelsLast_HoldsTheSameNumbers()
    {
        var image = new BgrImage([.. Enumerable.Range(0, 60).Select(static n => (byte)(n * 4))], 5, 4);
        var input = new NetworkInput(8, 8, new PixelForm(true, [1, 2, 3], [4, 5, 6]) { Padding = 7 });
        float[] planes = Fill(image, input);
        float[] last = Fill(image, input with { IsChannelsLast = true });
        Assert.Equal(planes, Enumerable.Range(0, 192).Select(i => last[(i % 64 * 3) + (i / 64)]));
    }

    [Theory]
    [InlineData(nameof(InputFit.TopLeft), false)]
    [InlineData(nameof(InputFit.Centred), true)]
    [InlineData(nameof(InputFit.Stretched), false)]
    public void Fill_AnyProportions_IsBilinearWithinAGrayLevel(string fit, bool isChannelsLast)
    {
        var random = new Random(5);
        foreach ((int width, int height) in ((int, int)[])[(70, 31), (31, 70), (200, 130), (9, 300), (1, 1), (48, 40)])
        {
            var image = new BgrImage(width + 5, height + 3);
            random.NextBytes(image.Pixels);
            var region = new Box(3, 2, width, height);
            var form = new PixelForm(true, [10, 20, 30], [1, 2, 3]) { Fit = Enum.Parse<InputFit>(fit), Padding = 99 };
            var input = new NetworkInput(48, 40, form) { IsChannelsLast = isChannelsLast };
            var letterbox = new Letterbox(region, input);

            // Room of another picture, longer than is asked for.
            float[] pixels = new float[letterbox.Length + 10];
            pixels.AsSpan().Fill(float.NaN);
            letterbox.Fill(image, pixels);

            Assert.All(pixels[letterbox.Length..], static value => Assert.True(float.IsNaN(value)));
            Point topLeft = letterbox.ToPicture(new Point(0, 0));
            Point bottomRight = letterbox.ToPicture(new Point(48, 40));
            (double perX, double perY) = ((bottomRight.X - topLeft.X) / 48, (bottomRight.Y - topLeft.Y) / 40);
            for (int i = 0; i < 48 * 40; i++)
            {
                (int x, int y) = (i % 48, i / 48);
                double placeX = topLeft.X - region.X + ((x + 0.5) * perX);
                double placeY = topLeft.Y - region.Y + ((y + 0.5) * perY);
                bool isCovered = placeX > 0 && placeY > 0 && placeX < width && placeY < height;
                for (int channel = 0; channel < 3; channel++)
                {
                    double expected = isCovered ? Read(placeX - 0.5, placeY - 0.5, 2 - channel) : 99;
                    float actual = pixels[isChannelsLast ? (3 * i) + channel : (channel * 48 * 40) + i];
                    Assert.Equal(expected, (actual / form.Scale[channel]) + form.Mean[channel], 1.0);
                }
            }

            double Read(double x, double y, int channel)
            {
                (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
                (int left, int top) = ((int)x, (int)y);
                (int right, int bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
                (double across, double down) = (x - left, y - top);
                double upper = (At(left, top) * (1 - across)) + (At(right, top) * across);
                double lower = (At(left, bottom) * (1 - across)) + (At(right, bottom) * across);
                return (upper * (1 - down)) + (lower * down);

                int At(int column, int row) =>
                    image.Pixels[((((region.Y + row) * image.Width) + region.X + column) * 3) + channel];
            }
        }
    }

    private static float[] Fill(BgrImage image, NetworkInput input) =>
        new Letterbox(new Box(0, 0, image.Width, image.Height), input).Fill(image);
}
