using Spotter.Vision.Networks;

namespace Spotter.Vision.Tests.Networks;

public sealed class SearchedPartTests
{
    [Theory]
    [InlineData(640, 480, 512, 512, 384)]
    [InlineData(480, 640, 512, 384, 512)]
    [InlineData(1000, 100, 512, 512, 64)]
    [InlineData(33, 33, 64, 64, 64)]
    [InlineData(5000, 3, 512, 512, 64)]
    public void Of_SmallInput_IsOnePartRoundedUp(int width, int height, int size, int inputWidth, int inputHeight)
    {
        var region = new Box(7, 9, width, height);
        SearchedPart part = Assert.Single(SearchedPart.Of(region, size, step: 64));
        Assert.Equal(region, part.Part);
        Assert.Equal((inputWidth, inputHeight), (part.InputWidth, part.InputHeight));
    }

    [Theory]
    [InlineData(6000, 4000, 6000)]
    [InlineData(3000, 500, 3000)]
    [InlineData(400, 5000, 2600)]
    public void Of_LargeInput_TilesHoldEveryObjectThatIsSmallerThanTheirOverlap(int width, int height, int size)
    {
        var region = new Box(10, 20, width, height);
        SearchedPart[] parts = [.. SearchedPart.Of(region, size, step: 64)];
        Assert.Equal(region, parts[0].Part);
        double factor = (double)size / Math.Max(width, height);
        int side = (int)(150 / factor);
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            var box = new Box(
                region.X + random.Next(Math.Max(width - side, 1)),
                region.Y + random.Next(Math.Max(height - side, 1)),
                Math.Min(side, width),
                Math.Min(side, height)
            );
            Assert.Contains(parts.Skip(1), part => part.Part.Contains(box));
        }

        Assert.All(parts, part => Assert.True(part.InputWidth <= 1344 && part.InputHeight <= 1344));
        Assert.All(parts, part => Assert.True(region.Contains(part.Part)));
    }

    [Theory]
    [InlineData(640, 640, 443)]
    [InlineData(1280, 720, 591)]
    [InlineData(720, 1280, 591)]
    [InlineData(5000, 50, 1024)]
    public void SizeFor_OtherShapes_TakeAsManyPixels(int width, int height, int expected) =>
        Assert.InRange(
            SearchedPart.SizeFor(new Box(0, 0, width, height), null, usual: 512),
            expected - 1,
            expected + 1
        );

    [Fact]
    public void ToPicture_BoxAtACut_IsLeftToTheNextTile()
    {
        SearchedPart[] parts = [.. SearchedPart.Of(new Box(0, 0, 2560, 100), 2560, 64)];
        SearchedPart first = parts[1];
        Assert.Equal(CutSides.Right, first.Cut);
        List<CellBox> found =
        [
            new(0, 0, 50, 50, 1, 0),
            new(100, 10, 150, 50, 1, 0),
            new(first.Width - 40, 0, first.Width, 50, 1, 0),
        ];
        first.ToPicture(found, 1);
        Assert.Equal([0f, 100], found.Select(static box => box.Left));
    }

    [Theory]
    [InlineData(1000, 0, 512)]
    [InlineData(1000, 20, 500)]
    [InlineData(1000, 5, 2000)]
    [InlineData(4000, 20, 2000)]
    [InlineData(4000, 400, 256)]
    [InlineData(100, 0, 200)]
    public void SizeFor_SmallestObject_ChoosesTheInput(int longer, int smallest, int expected) =>
        Assert.Equal(
            expected,
            SearchedPart.SizeFor(
                new Box(0, 0, longer, longer * 3 / 4),
                smallest == 0 ? null : new BoxSize(smallest, smallest),
                usual: 512
            )
        );
}
