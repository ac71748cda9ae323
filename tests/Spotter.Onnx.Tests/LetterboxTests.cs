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

    private static float[] Fill(BgrImage image, NetworkInput input) =>
        new Letterbox(new Box(0, 0, image.Width, image.Height), input).Fill(image);
}
