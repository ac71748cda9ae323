using Spotter.Media.Drawing;
using Spotter.Media.Tests.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class LabelPainterTests
{
    private static readonly AnnotatorOptions Options = new()
    {
        Style = DrawStyle.Boxes,
        Color = DrawColor.FromRgb(255, 255, 0),
        Thickness = 2,
        Label = LabelTemplate.Parse("{label}"),
    };

    [Theory]
    [InlineData(100, 100, 60, 60)]
    [InlineData(0, 0, 60, 60)]
    [InlineData(250, 0, 50, 10)]
    [InlineData(290, 150, 10, 40)]
    [InlineData(-20, -20, 60, 60)]
    [InlineData(0, 0, 300, 200)]
    public void Draw_Label_IsAPlateWithTextInsideThePicture(int x, int y, int width, int height)
    {
        Assert.SkipWhen(SystemTypeface.Instance is null, "needs a font on the machine");
        BgrImage before = Gray(300, 200);
        Detection[] detections = [new(new Box(x, y, width, height), 1, "wide open")];

        BgrImage outline = before.DrawCopy(detections, Options with { Label = null });
        BgrImage labelled = before.DrawCopy(detections, Options);

        Box plate = Changed(outline, labelled);
        Assert.InRange(plate.Width, 50, 110);
        Assert.InRange(plate.Height, 12, 24);
        Assert.True(
            Count(labelled, plate, static p => p is [0, 255, 255]) > plate.Area / 3,
            "the plate has the colour"
        );
        Assert.True(
            Count(labelled, plate, static p => p is [< 60, < 60, < 60]) > 30,
            "the text is dark on a bright plate"
        );
    }

    [Fact]
    public void Draw_LabelWithRoomAbove_StandsOnTheBox()
    {
        Assert.SkipWhen(SystemTypeface.Instance is null, "needs a font on the machine");
        BgrImage before = Gray(300, 200);

        BgrImage after = before.DrawCopy([new Detection(new Box(100, 100, 60, 60), 1, "face")], Options);

        Box all = Changed(before, after);
        Assert.Equal(99, all.X);
        Assert.InRange(all.Y, 76, 88);
        Assert.Equal([0, 255, 255], Samples.PixelAt(after, 100, 97));
    }

    [Fact]
    public void Draw_DarkPlate_HasBrightText()
    {
        Assert.SkipWhen(SystemTypeface.Instance is null, "needs a font on the machine");

        BgrImage after = Gray(300, 200)
            .DrawCopy(
                [new Detection(new Box(100, 100, 60, 60), 1, "face")],
                Options with
                {
                    Color = DrawColor.Parse("navy"),
                }
            );

        Assert.True(Count(after, new Box(99, 76, 40, 22), static p => p is [> 200, > 200, > 200]) > 20);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 200)]
    [InlineData(200, 10)]
    public void Draw_LabelOnATinyPicture_Fits(int width, int height)
    {
        BgrImage image = Gray(width, height);

        BgrImage after = image.DrawCopy(
            [new Detection(new Box(0, 0, width, height), 1, "a label much longer than that")],
            Options
        );

        Assert.Equal(width * height * 3, after.Pixels.Length);
        Assert.NotEqual(image.Pixels, after.Pixels);
    }

    [Fact]
    public void Draw_WithoutFonts_DrawsTheBoxAlone()
    {
        BgrImage image = Gray(300, 200);
        Detection[] detections = [new(new Box(100, 100, 60, 60), 1, "face")];

        BgrImage without = new Annotator(Options, typeface: null).DrawCopy(image, detections);

        Assert.Equal(image.DrawCopy(detections, Options with { Label = null }).Pixels, without.Pixels);
    }

    private static BgrImage Gray(int width, int height)
    {
        var image = new BgrImage(width, height);
        image.Pixels.AsSpan().Fill(128);
        return image;
    }

    private static Box Changed(BgrImage before, BgrImage after)
    {
        int left = int.MaxValue,
            top = int.MaxValue,
            right = 0,
            bottom = 0;
        for (int i = 0; i < before.Width * before.Height; i++)
        {
            if (!before.Pixels.AsSpan(i * 3, 3).SequenceEqual(after.Pixels.AsSpan(i * 3, 3)))
            {
                left = Math.Min(left, i % before.Width);
                right = Math.Max(right, i % before.Width + 1);
                top = Math.Min(top, i / before.Width);
                bottom = Math.Max(bottom, i / before.Width + 1);
            }
        }

        return right == 0 ? default : new Box(left, top, right - left, bottom - top);
    }

    private static int Count(BgrImage image, Box area, Func<byte[], bool> condition) =>
        (
            from y in Enumerable.Range(area.Y, area.Height)
            from x in Enumerable.Range(area.X, area.Width)
            where condition(Samples.PixelAt(image, x, y))
            select x
        ).Count();
}
