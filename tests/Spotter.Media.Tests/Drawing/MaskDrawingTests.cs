using Spotter.Media.Drawing;
using Spotter.Media.Tests.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class MaskDrawingTests
{
    private static readonly Box Area = new(40, 30, 80, 100);
    private static readonly Detection Disc = new(Area, 1, "ball")
    {
        Mask = Masked(Area, static (x, y) => double.Hypot(x + 0.5 - 80, y + 0.5 - 80) < 38),
    };

    [Fact]
    public void Draw_Outline_FollowsTheMaskAndNotTheBox()
    {
        BgrImage before = Samples.Picture(160, 160);
        var lime = new AnnotatorOptions
        {
            Style = DrawStyle.Outline,
            Color = DrawColor.Parse("lime"),
            Thickness = 3,
        };

        BgrImage after = before.DrawCopy([Disc], lime);

        foreach ((int x, int y) in ((int, int)[])[(42, 80), (117, 80), (80, 42), (80, 117)])
        {
            Assert.Equal([0, 255, 0], Samples.PixelAt(after, x, y));
        }

        // The box's corners are as before, what is inside the outline is tinted and still to be seen.
        Assert.Equal(Samples.PixelAt(before, Area.X, Area.Y), Samples.PixelAt(after, Area.X, Area.Y));
        Assert.NotEqual(Samples.PixelAt(before, 80, 80), Samples.PixelAt(after, 80, 80));
        Assert.NotEqual([0, 255, 0], Samples.PixelAt(after, 80, 80));

        // With boxes there are both; without an outline of its own there is the box.
        BgrImage both = before.DrawCopy([Disc], lime with { Style = DrawStyle.Boxes });
        Assert.Equal([0, 255, 0], Samples.PixelAt(both, Area.X, Area.Y));
        Assert.Equal([0, 255, 0], Samples.PixelAt(both, 42, 80));
        Assert.Equal(
            before.DrawCopy([Disc with { Mask = null }], lime with { Style = DrawStyle.Boxes }).Pixels,
            before.DrawCopy([Disc with { Mask = null }], lime).Pixels
        );
    }

    [Fact]
    public void Draw_Keypoints_JoinsThoseThatAreSeen()
    {
        BgrImage before = Samples.Picture(160, 160);
        var limb = new KeypointSkeleton(["a", "b", "c"], [(0, 1), (1, 2)]);
        Detection found = new(Area, 1, "person")
        {
            Keypoints = new(limb, [new(new(50, 40), 0.9), new(new(110, 40), 0.9), new(new(110, 120), 0.1)]),
        };

        BgrImage after = before.DrawCopy(
            [found],
            new AnnotatorOptions
            {
                Style = DrawStyle.Outline,
                Color = DrawColor.Parse("lime"),
                Thickness = 3,
            }
        );

        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 80, 40));
        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 50, 40));
        Assert.Equal(Samples.PixelAt(before, 110, 80), Samples.PixelAt(after, 110, 80));
        Assert.Equal(Samples.PixelAt(before, 110, 120), Samples.PixelAt(after, 110, 120));
    }

    [Fact]
    public void Draw_PlacesBeyondAnyPicture_LeaveThePictureAsItWas()
    {
        BgrImage before = Samples.Picture(60, 40);
        var far = new KeypointSkeleton(["a", "b"], [(0, 1)]);
        Detection found = new(new Box(500, 500, 10, 10), 1, "person")
        {
            Keypoints = new(far, [new(new(1e12, double.NaN), 1), new(new(double.PositiveInfinity, -1e300), 1)]),
        };
        Assert.Equal(before.Pixels, before.DrawCopy([found], new() { Style = DrawStyle.Outline }).Pixels);
        Assert.Equal(
            before.Pixels,
            before.DrawCopy([found with { Box = new(5, 5, 10, 10) }], new() { Style = DrawStyle.Outline }).Pixels
        );
    }

    [Theory]
    [InlineData(DrawStyle.Blur)]
    [InlineData(DrawStyle.Pixelate)]
    [InlineData(DrawStyle.Solid)]
    public void Draw_Hiding_CoversTheMaskAndAMarginAndShowsTheRest(DrawStyle style)
    {
        BgrImage before = Checkers(160, 160);
        var hiding = new AnnotatorOptions { Style = style };

        BgrImage after = before.DrawCopy([Disc], hiding);
        BgrImage whole = before.DrawCopy([Disc with { Mask = null }], hiding);

        // The margin is 0.2 / 2 of the shorter side, 8 pixels.
        for (int y = 0; y < 160; y++)
        {
            for (int x = 0; x < 160; x++)
            {
                double distance = double.Hypot(x + 0.5 - 80, y + 0.5 - 80);
                if (distance < 38 + 7)
                {
                    // As hidden as it is where the box is hidden: not a pixel of it shows.
                    Assert.Equal(Samples.PixelAt(whole, x, y), Samples.PixelAt(after, x, y));
                }
                else if (distance > 38 + (8 * 1.5))
                {
                    Assert.Equal(Samples.PixelAt(before, x, y), Samples.PixelAt(after, x, y));
                }
            }
        }
    }

    [Theory]
    [InlineData(DrawStyle.Blur)]
    [InlineData(DrawStyle.Pixelate)]
    [InlineData(DrawStyle.Solid)]
    public void Draw_HidingWithAMaskThatCannotBeTrusted_CoversTheBox(DrawStyle style)
    {
        BgrImage before = Checkers(160, 160);
        var hiding = new AnnotatorOptions { Style = style };
        byte[] whole = before.DrawCopy([Disc with { Mask = null }], hiding).Pixels;

        Detection[] doubtful =
        [
            // Carried on by a tracker.
            Disc with
            {
                IsPredicted = true,
            },
            // Hardly there.
            Disc with
            {
                Mask = Masked(Area, static (x, y) => x > 100 && y > 100),
            },
            Disc with
            {
                Mask = Masked(Area, static (_, _) => false),
            },
            // Elsewhere.
            Disc with
            {
                Mask = Disc.Mask!.Offset(0, 80),
            },
        ];
        Assert.All(doubtful, found => Assert.Equal(whole, before.DrawCopy([found], hiding).Pixels));
    }

    [Fact]
    public void Draw_HidingAtThePicturesEdge_CoversWhatIsInside()
    {
        BgrImage before = Checkers(60, 60);
        Detection found = new(new Box(-40, -20, 80, 60), 1, "ball")
        {
            Mask = Masked(new Box(-40, -20, 80, 60), static (x, y) => x < 20),
        };

        BgrImage after = before.DrawCopy([found], new AnnotatorOptions { Style = DrawStyle.Solid });

        // 6 pixels of margin.
        for (int y = 0; y < 60; y++)
        {
            for (int x = 0; x < 60; x++)
            {
                bool isHidden = x < 26 && y < 46;
                byte[] expected = isHidden ? [0, 0, 0] : Samples.PixelAt(before, x, y);
                Assert.Equal(expected, Samples.PixelAt(after, x, y));
            }
        }
    }

    private static DetectionMask Masked(Box box, Func<int, int, bool> holds) =>
        new(
            box,
            [
                .. Enumerable
                    .Range(0, (int)box.Area)
                    .Select(i => (byte)(holds(box.X + (i % box.Width), box.Y + (i / box.Width)) ? 1 : 0)),
            ]
        );

    private static BgrImage Checkers(int width, int height)
    {
        var image = new BgrImage(width, height);
        for (int i = 0; i < width * height; i++)
        {
            bool white = ((i % width / 3) + (i / width / 3)) % 2 == 0;
            image.Pixels.AsSpan(i * 3, 3).Fill(white ? (byte)255 : (byte)1);
        }

        return image;
    }
}
