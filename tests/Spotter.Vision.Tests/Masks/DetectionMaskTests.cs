using Spotter.Vision.Masks;

namespace Spotter.Vision.Tests.Masks;

public sealed class DetectionMaskTests
{
    [Fact]
    public void Contains_PixelsOfTheBox_AreThoseThatWereGiven()
    {
        byte[] pixels = Noise(19 * 7, seed: 3);
        var mask = new DetectionMask(new Box(-4, 5, 19, 7), pixels);

        Assert.Equal(pixels.Count(static pixel => pixel != 0), mask.Area);
        for (int y = -2; y < 20; y++)
        {
            for (int x = -10; x < 30; x++)
            {
                bool isInside = x is >= -4 and < 15 && y is >= 5 and < 12;
                Assert.Equal(isInside && pixels[((y - 5) * 19) + x + 4] != 0, mask.Contains(x, y));
            }
        }

        byte[] copy = new byte[6 * 30];
        mask.CopyTo(new Box(-6, 3, 6, 30), copy);
        for (int i = 0; i < copy.Length; i++)
        {
            Assert.Equal(mask.Contains((i % 6) - 6, (i / 6) + 3) ? 1 : 0, copy[i]);
        }
    }

    [Fact]
    public void Constructor_WrongPixels_SaysWhatWasExpected()
    {
        ArgumentException few = Assert.Throws<ArgumentException>(() => new DetectionMask(new Box(0, 0, 3, 2), [1]));
        Assert.StartsWith("pixels must be 3 x 2 = 6, got 1", few.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DetectionMask(new Box(0, 0, 0, 2), []));
    }

    [Fact]
    public void Equals_SamePixels_AreEqual()
    {
        byte[] pixels = Noise(40, seed: 1);
        var mask = new DetectionMask(new Box(1, 2, 8, 5), pixels);
        var found = new Detection(new Box(1, 2, 8, 5), 1, "cat") { Mask = mask };

        Assert.Equal(found, found with { Mask = new DetectionMask(new Box(1, 2, 8, 5), pixels) });
        Assert.Equal(mask, mask.Offset(3, -1).Offset(-3, 1));
        Assert.NotEqual(mask, mask.Offset(1, 0));
        pixels[7] ^= 1;
        Assert.NotEqual(mask, new DetectionMask(new Box(1, 2, 8, 5), pixels));
    }

    // The runs and their text stand in the documentation of COCO's own tools.
    [Fact]
    public void ToCocoRuns_KnownRuns_IsCocosText()
    {
        DetectionMask mask = OfRuns([6, 1, 40, 4, 5, 4, 5, 4, 21], width: 10, height: 9);

        Assert.Equal("61X13mN000`0", mask.ToCocoRuns(10, 9));
        DetectionMask? back = DetectionMask.FromCocoRuns("61X13mN000`0", 10, 9);
        Assert.Equal(mask.Area, back!.Area);
        Assert.Equal(new Box(0, 2, 8, 5), back.Box);
        Assert.Equal(mask.ToCocoRuns(10, 9), back.ToCocoRuns(10, 9));
    }

    [Theory]
    [InlineData(0, 0, 5, 4)]
    [InlineData(3, 2, 11, 7)]
    [InlineData(-3, -2, 30, 9)]
    [InlineData(18, 10, 9, 9)]
    public void ToCocoRuns_AnyPlace_ReadsBack(int x, int y, int width, int height)
    {
        var mask = new DetectionMask(new Box(x, y, width, height), Noise(width * height, seed: x + 40));

        DetectionMask back = DetectionMask.FromCocoRuns(mask.ToCocoRuns(20, 13), 20, 13)!;

        for (int i = 0; i < 20 * 13; i++)
        {
            Assert.Equal(mask.Contains(i % 20, i / 20), back.Contains(i % 20, i / 20));
        }
    }

    [Theory]
    [InlineData("6")]
    [InlineData("61X13mN000`")]
    [InlineData("é")]
    [InlineData("o1oooooooooooooooo")]
    [InlineData("61Y3")]
    public void FromCocoRuns_OtherText_IsRefused(string counts) =>
        Assert.Throws<FormatException>(() => DetectionMask.FromCocoRuns(counts, 10, 9));

    [Fact]
    public void FromCocoRuns_Nothing_IsNull()
    {
        DetectionMask nothing = new(new Box(2, 2, 3, 3), new byte[9]);
        Assert.Null(DetectionMask.FromCocoRuns(nothing.ToCocoRuns(10, 9), 10, 9));
        Assert.Equal(0, nothing.Area);
        Assert.Empty(nothing.Polygons());
    }

    [Fact]
    public void Polygons_Rectangle_HasItsFourCornersClockwise()
    {
        DetectionMask mask = DetectionMask.Where(new Box(2, 3, 9, 8), static (x, y) => x is >= 4 and < 8 && y < 9);

        Assert.Equal([new Point(8, 3), new Point(8, 9), new Point(4, 9), new Point(4, 3)], mask.Polygons().Single());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Polygons_WithoutTolerance_FillToTheMask(int seed)
    {
        // Rings, holes in holes, pieces that meet at corners alone.
        byte[] pixels = Noise(17 * 13, seed);
        var mask = new DetectionMask(new Box(5, -2, 17, 13), pixels);

        IReadOnlyList<IReadOnlyList<Point>> polygons = mask.Polygons(tolerance: 0);

        for (int y = -4; y < 14; y++)
        {
            for (int x = 3; x < 25; x++)
            {
                Assert.Equal(mask.Contains(x, y), polygons.Count(polygon => Fills(polygon, x + 0.5, y + 0.5)) == 1);
            }
        }
    }

    [Fact]
    public void Polygons_Disc_AreNearItWithFewCorners()
    {
        DetectionMask disc = Disc(60, 50, 40, hole: 12);

        IReadOnlyList<Point> polygon = Assert.Single(disc.Polygons());

        Assert.InRange(polygon.Count, 12, 60);
        int wrong = 0;
        for (int y = 0; y < 100; y++)
        {
            for (int x = 0; x < 110; x++)
            {
                wrong += Fills(polygon, x + 0.5, y + 0.5) != disc.Contains(x, y) ? 1 : 0;
            }
        }

        Assert.InRange(wrong, 0, disc.Area / 20);
        Assert.All(disc.Polygons(), static one => Assert.All(one, static corner => Assert.InRange(corner.X, 20, 100)));
    }

    [Fact]
    public void Polygons_Pieces_AreTheLargestFirst()
    {
        DetectionMask mask = DetectionMask.Where(new Box(0, 0, 20, 10), static (x, _) => x < 3 || x >= 8);
        Assert.Equal([8, 0], mask.Polygons().Select(static polygon => polygon.Min(static corner => corner.X)));
    }

    [Theory]
    [InlineData(2, 10, -5)]
    [InlineData(0.5, 3.25, 0)]
    [InlineData(1.37, -8, 100)]
    public void Transform_Scaled_EachPixelIsWhatItsMiddleFallsOn(double scale, double dx, double dy)
    {
        DetectionMask disc = Disc(30, 25, 20, hole: 6);

        DetectionMask moved = disc.Transform(scale, dx, dy);

        Assert.InRange(moved.Area / (disc.Area * scale * scale), 0.97, 1.03);
        for (int y = moved.Box.Y; y < moved.Box.Bottom; y++)
        {
            for (int x = moved.Box.X; x < moved.Box.Right; x++)
            {
                double fromX = (x + 0.5 - dx) / scale;
                double fromY = (y + 0.5 - dy) / scale;
                if (fromX > disc.Box.X && fromY > disc.Box.Y && fromX < disc.Box.Right && fromY < disc.Box.Bottom)
                {
                    Assert.Equal(disc.Contains((int)Math.Floor(fromX), (int)Math.Floor(fromY)), moved.Contains(x, y));
                }
            }
        }
    }

    [Fact]
    public void FromGrid_Slope_CrossesWhereTheThresholdIs()
    {
        // 8 cells of 10 pixels, from -3.5 to 3.5: the middle of the grid is 0.
        float[] values = [.. Enumerable.Range(0, 8 * 4).Select(static i => (i % 8) - 3.5f)];

        DetectionMask mask = DetectionMask.FromGrid(
            new Box(110, 205, 60, 30),
            values,
            columns: 8,
            rows: 4,
            RealBox.FromCorner(100, 200, 80, 40),
            threshold: 0
        );

        for (int y = 205; y < 235; y++)
        {
            for (int x = 110; x < 170; x++)
            {
                Assert.Equal(x >= 140, mask.Contains(x, y));
            }
        }

        Assert.Equal(30 * 30, mask.Area);
    }

    /// <summary>Even-odd, along a ray to the right.</summary>
    private static bool Fills(IReadOnlyList<Point> polygon, double x, double y)
    {
        bool isInside = false;
        for (int i = 0; i < polygon.Count; i++)
        {
            (Point a, Point b) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            if (a.Y > y != b.Y > y && x < a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X)))
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }

    private static DetectionMask Disc(int x, int y, int radius, int hole) =>
        DetectionMask.Where(new Box(x - radius, y - radius, 2 * radius, 2 * radius), (column, row) =>
            double.Hypot(column + 0.5 - x, row + 0.5 - y) is var distance && distance < radius && distance >= hole
        );

    private static DetectionMask OfRuns(int[] runs, int width, int height)
    {
        byte[] pixels = new byte[width * height];
        int at = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            for (int end = at + runs[i]; at < end; at++)
            {
                pixels[(at % height * width) + (at / height)] = (byte)(i % 2);
            }
        }

        return new DetectionMask(new Box(0, 0, width, height), pixels);
    }

    private static byte[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)(random.Next(5) < 3 ? 1 : 0))];
    }
}
