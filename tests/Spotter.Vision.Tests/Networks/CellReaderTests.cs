using Spotter.Vision.Networks;

namespace Spotter.Vision.Tests.Networks;

public sealed class CellReaderTests
{
    [Fact]
    public void Read_OneSureCell_AnswersItsBox()
    {
        // Two rows of three cells, one class; the last cell is sure and sees 8 to the left, 16 up, 4 right, 2 down.
        float[] map = [.. Enumerable.Repeat(new[] { -9f, 0, 0, 0, 0 }, 6).SelectMany(static cell => cell)];
        float[] sure = [2, MathF.Log(1), MathF.Log(2), MathF.Log(0.5f), MathF.Log(0.25f)];
        sure.CopyTo(map, 25);
        var found = new List<CellBox>();
        CellReader.Read(map, columns: 3, stride: 8, [0.5], found);
        CellBox box = Assert.Single(found);
        Assert.Equal([12f, -4, 24, 14], [box.Left, box.Top, box.Right, box.Bottom], (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(1 / (1 + MathF.Exp(-2)), box.Score, 1e-6);
    }

    [Fact]
    public void Read_ClassWithoutWish_IsLeftOut()
    {
        float[] map = [3, 3, 0, 0, 0, 0];
        var found = new List<CellBox>();
        CellReader.Read(map, 1, 8, [double.MaxValue, 0.5], found);
        Assert.Equal(1, Assert.Single(found).Class);
    }

    [Fact]
    public void KeepBest_OverlapsOfOneClass_LeaveTheSurest()
    {
        List<CellBox> boxes =
        [
            new(0, 0, 10, 10, 0.5f, 0),
            new(1, 0, 11, 10, 0.9f, 0),
            new(1, 0, 11, 10, 0.4f, 1),
            new(20, 0, 30, 10, 0.3f, 0),
        ];
        CellReader.KeepBest(boxes, 0.5f);
        Assert.Equal([0.9f, 0.4f, 0.3f], boxes.Select(static box => box.Score));
    }

    [Theory]
    [InlineData(0, 0, 5, 8, 0.3f)] // a part of the better box
    [InlineData(2, 0, 7, 11, 0.3f)] // nearly a part: 50 of its 55 pixels lie in it
    [InlineData(-5, -5, 15, 15, 0.3f)] // a surrounding
    [InlineData(0, 0, 3, 4, 0.6f)] // so small that it may be another object
    [InlineData(6, 0, 16, 10, 0.6f)] // beside it
    public void KeepBest_WithinABetterOne_KeepsHalfOfItsScore(
        float left,
        float top,
        float right,
        float bottom,
        float score
    )
    {
        List<CellBox> boxes = [new(left, top, right, bottom, 0.6f, 0), new(0, 0, 10, 10, 0.9f, 0)];
        CellReader.KeepBest(boxes, 0.5f);
        Assert.Equal([0.9f, score], boxes.Select(static box => box.Score));
    }

    [Fact]
    public void KeepBest_WithinABetterOneOfAnotherClass_KeepsItsScore()
    {
        List<CellBox> boxes = [new(0, 0, 5, 8, 0.6f, 1), new(0, 0, 10, 10, 0.9f, 0)];
        CellReader.KeepBest(boxes, 0.5f);
        Assert.Equal([0.9f, 0.6f], boxes.Select(static box => box.Score));
    }
}
