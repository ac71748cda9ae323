using CsCheck;
using SkiaSharp;
using Spotter.Media.Drawing;
using Spotter.Media.Tests.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class AnnotatorTests
{
    private static readonly DrawColor Lime = DrawColor.Parse("lime");

    private static readonly DrawStyle[] Styles = Enum.GetValues<DrawStyle>();

    [Fact]
    public void Draw_Boxes_ColorsTheEdgeAndNothingElse()
    {
        BgrImage before = Samples.Picture(100, 80);
        var box = new Box(20, 10, 40, 30);

        BgrImage after = before.DrawCopy(
            [new Detection(box, 1, "face")],
            new AnnotatorOptions { Color = Lime, Thickness = 3 }
        );

        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 20, 25));
        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 59, 25));
        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 40, 10));
        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 40, 39));
        AssertUnchanged(before, after, (x, y) =>
            x is < 19 or > 60 || y is < 9 or > 40 || (x is > 21 and < 58 && y is > 11 and < 38)
        );
    }

    [Fact]
    public void Draw_Corners_LeavesTheMiddleOfTheEdges()
    {
        BgrImage before = Samples.Picture(120, 120);

        BgrImage after = before.DrawCopy(
            [new Detection(new Box(20, 20, 80, 80), 1, "face")],
            new AnnotatorOptions
            {
                Style = DrawStyle.Corners,
                Color = Lime,
                Thickness = 2,
            }
        );

        foreach (
            (int x, int y) in ((int, int)[])
                [(20, 30), (30, 20), (99, 30), (90, 20), (20, 90), (30, 99), (99, 90), (90, 99)]
        )
        {
            Assert.Equal([0, 255, 0], Samples.PixelAt(after, x, y));
        }

        AssertUnchanged(before, after, static (x, y) => x is > 50 and < 70 || y is > 50 and < 70);
    }

    [Fact]
    public void Draw_Circles_IsRoundAroundTheMiddle()
    {
        BgrImage before = Samples.Picture(120, 120);

        BgrImage after = before.DrawCopy(
            [new Detection(new Box(20, 20, 80, 80), 1, "face")],
            new AnnotatorOptions
            {
                Style = DrawStyle.Circles,
                Color = Lime,
                Thickness = 4,
            }
        );

        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 60, 20));
        Assert.Equal([0, 255, 0], Samples.PixelAt(after, 20, 60));
        AssertUnchanged(before, after, static (x, y) =>
            Math.Abs(Math.Sqrt(Math.Pow(x + 0.5 - 60, 2) + Math.Pow(y + 0.5 - 60, 2)) - 40) > 4
        );
    }

    [Fact]
    public void Draw_None_DrawsNotEvenLabels()
    {
        BgrImage before = Samples.Picture(200, 200);

        BgrImage after = before.DrawCopy(
            [new Detection(new Box(50, 50, 80, 80), 1, "face")],
            new AnnotatorOptions { Style = DrawStyle.None, Label = LabelTemplate.LabelAndScore }
        );

        Assert.NotSame(before, after);
        Assert.Equal(before.Pixels, after.Pixels);
    }

    [Fact]
    public void Draw_OnAFrame_ChangesItInPlace()
    {
        var frame = new Frame(Samples.Picture(100, 80)) { Index = 3, Timestamp = TimeSpan.FromSeconds(1) };

        Frame drawn = frame.Draw([new Detection(new Box(20, 10, 40, 30), 1, "face")]);

        Assert.Same(frame, drawn);
        Assert.Equal((3L, TimeSpan.FromSeconds(1)), (drawn.Index, drawn.Timestamp));
        Assert.NotEqual(Samples.Picture(100, 80).Pixels, frame.Bgr.Pixels);
    }

    [Fact]
    public void Draw_TwoDetectionsOnOneBox_ShowsTheFirst()
    {
        BgrImage image = Samples.Picture(100, 80);
        var box = new Box(20, 10, 40, 30);

        BgrImage both = image.DrawCopy([new Detection(box, 2, "a"), new Detection(box, 1, "b")]);
        BgrImage first = image.DrawCopy([new Detection(box, 2, "a")]);

        Assert.Equal(first.Pixels, both.Pixels);
    }

    [Fact]
    public void Draw_AcrossTiles_IsWhatOneSurfaceWouldShow()
    {
        // Wider and higher than the tiles that the drawing is cut into.
        BgrImage before = new(1300, 700);
        BgrImage after = before.DrawCopy(
            [new Detection(new Box(10, 10, 1280, 680), 1, "x")],
            new AnnotatorOptions
            {
                Style = DrawStyle.Circles,
                Color = Lime,
                Thickness = 5,
            }
        );

        using var bitmap = new SKBitmap(new SKImageInfo(1300, 700, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Black);
        using var paint = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 5,
            IsAntialias = true,
            Color = SKColors.Lime,
        };
        canvas.DrawOval(new SKRect(160, -140, 1140, 840), paint);
        ReadOnlySpan<byte> expected = bitmap.GetPixelSpan();
        for (int i = 0; i < 1300 * 700; i++)
        {
            // Skia chooses how to smooth an edge by the part of the curve in sight, so edges differ by fractions of a
            // pixel; a gap or a step between tiles would differ by all of 255.
            Assert.InRange(Math.Abs(expected[i * 4 + 1] - after.Pixels[i * 3 + 1]), 0, 96);
        }
    }

    [Fact]
    public void Draw_AnyBoxStyleAndPictureSize_NeverThrowsAndRepeats()
    {
        var label = LabelTemplate.Parse("{label} {score} #{id}");
        Gen<int> edge = Gen.OneOf(Gen.Int[-50, 150], Gen.Int);
        Gen.Select(
                Gen.Int[1, 90],
                Gen.Int[1, 90],
                Gen.Int[0, Styles.Length - 1],
                Gen.Select(edge, edge, edge, edge),
                Gen.Int[1, 100],
                Gen.Double[0, 1]
            )
            .Sample(
                (width, height, styleIndex, b, thickness, margin) =>
                {
                    var options = new AnnotatorOptions
                    {
                        Style = Styles[styleIndex],
                        Label = label,
                        Thickness = thickness,
                        Margin = margin,
                    };
                    Detection[] detections =
                    [
                        new(new Box(b.Item1, b.Item2, b.Item3, b.Item4), double.NaN, "a rather long label", 5),
                        new(new Box(1, 1, 20, 20), 1, ""),
                    ];
                    BgrImage image = Samples.Picture(width, height);
                    BgrImage once = image.DrawCopy(detections, options);
                    Assert.Equal(once.Pixels, image.DrawCopy(detections, options).Pixels);
                    Assert.Equal(Samples.Picture(width, height).Pixels, image.Pixels);
                },
                iter: 600
            );
    }

    [Fact]
    public void Draw_BoxesOutsideThePicture_ChangesNothing()
    {
        BgrImage before = Samples.Picture(60, 60);
        Box[] outside =
        [
            new(-30, 0, 30, 60),
            new(60, 0, 10, 10),
            new(0, -5, 60, 5),
            new(10, 10, 0, 10),
            new(5, 5, -3, 4),
        ];
        foreach (DrawStyle style in Styles)
        {
            BgrImage after = before.DrawCopy(
                [.. outside.Select(static b => new Detection(b, 1, "x"))],
                new AnnotatorOptions { Style = style, Label = LabelTemplate.LabelAndScore }
            );

            Assert.Equal(before.Pixels, after.Pixels);
        }
    }

    [Fact]
    public void Draw_FromManyThreads_DrawsTheSame()
    {
        var annotator = new Annotator(new AnnotatorOptions { Label = LabelTemplate.LabelAndScore });
        BgrImage image = Samples.Picture(300, 200);
        Detection[] detections =
        [
            new(new Box(30, 50, 100, 100), 1.5, "face"),
            new(new Box(150, 60, 90, 90), 2, "face"),
        ];
        byte[] expected = annotator.DrawCopy(image, detections).Pixels;

        Parallel.For(0, 100, _ => Assert.Equal(expected, annotator.DrawCopy(image, detections).Pixels));
    }

    [Fact]
    public void Annotator_StyleOrThicknessOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Annotator(new AnnotatorOptions { Style = (DrawStyle)99 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnnotatorOptions { Thickness = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnnotatorOptions { Margin = -0.1 });
    }

    private static void AssertUnchanged(BgrImage before, BgrImage after, Func<int, int, bool> where)
    {
        for (int y = 0; y < before.Height; y++)
        {
            for (int x = 0; x < before.Width; x++)
            {
                if (where(x, y))
                {
                    Assert.Equal(Samples.PixelAt(before, x, y), Samples.PixelAt(after, x, y));
                }
            }
        }
    }
}
