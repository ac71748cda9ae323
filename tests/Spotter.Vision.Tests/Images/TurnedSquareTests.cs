using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class TurnedSquareTests
{
    private static readonly Point[] Places = [new(0.3, 0.3), new(0.7, 0.3), new(0.5, 0.6), new(0.4, 0.8)];

    [Theory]
    [InlineData(50, 40, 20, 0)]
    [InlineData(-3, 7.5, 111, 0.7)]
    [InlineData(10, 10, 3, -2.9)]
    public void Fit_PointsOfASquare_AnswersIt(double x, double y, double side, double radians)
    {
        var square = new TurnedSquare(x, y, side, radians);
        Point[] points = [.. Places.Select(place => square.ToPicture(place))];
        var found = TurnedSquare.Fit(points, Places);
        Assert.Equal(square.X, found.X, 1e-9);
        Assert.Equal(square.Y, found.Y, 1e-9);
        Assert.Equal(square.Side, found.Side, 1e-9);
        Assert.Equal(square.Radians, found.Radians, 1e-9);
    }

    [Fact]
    public void Fit_AllPointsInOnePlace_IsASquareOfOnePixel()
    {
        var found = TurnedSquare.Fit([new(5, 6), new(5, 6), new(5, 6), new(5, 6)], Places);
        Assert.Equal(1, found.Side);
        Assert.InRange(found.X, 4, 6);
    }

    [Fact]
    public void ToSquare_OfToPicture_IsThePlace()
    {
        var square = new TurnedSquare(31, 12, 40, 1.1);
        Point place = square.ToSquare(square.ToPicture(new Point(0.2, 0.9)));
        Assert.Equal(0.2, place.X, 1e-12);
        Assert.Equal(0.9, place.Y, 1e-12);
    }

    [Fact]
    public void Cut_QuarterTurn_TurnsThePixels()
    {
        // 1 2      turned clockwise, the square's top is the picture's right side: 2 4
        // 3 4                                                                      1 3
        var gray = new GrayImage([1, 2, 3, 4], 2, 2);
        Assert.Equal([1, 2, 3, 4], Cut(gray, new TurnedSquare(1, 1, 2, 0), mirrored: false));
        Assert.Equal([2, 1, 4, 3], Cut(gray, new TurnedSquare(1, 1, 2, 0), mirrored: true));
        Assert.Equal([2, 4, 1, 3], Cut(gray, new TurnedSquare(1, 1, 2, Math.PI / 2), mirrored: false));
    }

    [Fact]
    public void Cut_BesideThePicture_RepeatsItsEdge()
    {
        var gray = new GrayImage([10, 20, 30, 40], 2, 2);
        Assert.Equal([10, 10, 10, 10], Cut(gray, new TurnedSquare(-50, -50, 2, 0), mirrored: false));
    }

    private static byte[] Cut(GrayImage gray, TurnedSquare square, bool mirrored)
    {
        var target = new byte[4];
        square.Cut(gray.View, 2, mirrored, target);
        return target;
    }
}
