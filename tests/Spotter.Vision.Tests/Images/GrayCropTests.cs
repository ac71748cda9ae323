using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class GrayCropTests
{
    [Fact]
    public void Cut_WholeAtItsSize_IsTheSame()
    {
        GrayImage image = Ramp(9, 7);
        Assert.Equal(image.Pixels, GrayCrop.Cut(image.View, 0, 0, 9, 7, new BoxSize(9, 7)).Pixels);
    }

    [Fact]
    public void Cut_ToHalf_IsTheMeanOfFour()
    {
        var image = new GrayImage([0, 40, 80, 120, 20, 60, 100, 140], 4, 2);
        Assert.Equal([30, 110], GrayCrop.Cut(image.View, 0, 0, 4, 2, new BoxSize(2, 1)).Pixels);
    }

    [Fact]
    public void Cut_PartAtItsSize_IsThePart()
    {
        GrayImage image = Ramp(9, 7);
        GrayImage part = GrayCrop.Cut(image.View, 3, 2, 4, 3, new BoxSize(4, 3));
        for (int y = 0; y < 3; y++)
        {
            Assert.Equal(image.Pixels.AsSpan((y + 2) * 9 + 3, 4), part.View.Row(y));
        }
    }

    [Fact]
    public void Cut_OutsideThePicture_RepeatsTheEdge()
    {
        var image = new GrayImage([10, 20, 30, 40], 2, 2);
        Assert.Equal([10, 10, 10, 10], GrayCrop.Cut(image.View, -10, -10, 4, 4, new BoxSize(2, 2)).Pixels);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    [InlineData(double.NaN, 5)]
    public void Cut_OfNothing_Throws(double width, double height) =>
        Assert.Throws<ArgumentException>(() => GrayCrop.Cut(Ramp(5, 5).View, 0, 0, width, height, new BoxSize(2, 2)));

    private static GrayImage Ramp(int width, int height) =>
        new([.. Enumerable.Range(0, width * height).Select(static i => (byte)(i * 37))], width, height);
}
