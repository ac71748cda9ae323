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
        float[] blueFirst = Fill(image, new NetworkInput(4, 2, IsRgb: false, [1, 2, 3], [2, 2, 2]));
        float[] redFirst = Fill(image, new NetworkInput(4, 2, IsRgb: true, [1, 2, 3], [2, 2, 2]));
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
        float[] pixels = Fill(image, new NetworkInput(20, 20, IsRgb: false, [10, 10, 10], [1, 1, 1]));
        Assert.All(pixels.AsSpan(0, 5 * 20).ToArray(), static value => Assert.Equal(190, value, 1e-4f));
        Assert.All(pixels.AsSpan(5 * 20, 15 * 20).ToArray(), static value => Assert.Equal(-10, value, 1e-4f));
    }

    [Fact]
    public void Fill_Doubled_InterpolatesBetweenPixelCentres()
    {
        var image = new BgrImage([0, 0, 0, 100, 100, 100], 2, 1);
        float[] pixels = Fill(image, new NetworkInput(4, 2, IsRgb: false, [0, 0, 0], [1, 1, 1]));
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
            new NetworkInput(16, 16, IsRgb: false, [0, 0, 0], [1, 1, 1])
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
            new NetworkInput(10, 10, IsRgb: false, [0, 0, 0], [1, 1, 1])
        );
        Box box = letterbox.ToPicture(new NetworkBox(left, top, right, bottom, 1, 0));
        Assert.True(box.IsEmpty || new Box(10, 10, 100, 100).Contains(box));
        Assert.Equal(
            new Box(10, 10, 100, 100),
            letterbox.ToPicture(new NetworkBox(-5, float.NegativeInfinity, 12, float.PositiveInfinity, 1, 0))
        );
    }

    private static float[] Fill(BgrImage image, NetworkInput input) =>
        new Letterbox(new Box(0, 0, image.Width, image.Height), input).Fill(image);
}
