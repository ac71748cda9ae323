using System.Runtime.Intrinsics;
using Spotter.Media.Drawing;
using Spotter.Media.Tests.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class ConcealmentTests
{
    private static readonly Box Face = new(60, 50, 90, 90);

    [Theory]
    [InlineData(DrawStyle.Blur, 0.02)]
    [InlineData(DrawStyle.Pixelate, 0.02)]
    [InlineData(DrawStyle.Solid, 0)]
    public void Draw_Hiding_TakesAwayNearlyAllVariance(DrawStyle style, double left)
    {
        BgrImage before = Checkers(220, 200);

        BgrImage after = before.DrawCopy([new Detection(Face, 1, "face")], new AnnotatorOptions { Style = style });

        Assert.InRange(Variance(after, Face), 0, Variance(before, Face) * left);
        Box margin = Face.Inflate(0.2);
        for (int y = 0; y < 200; y++)
        {
            for (int x = 0; x < 220; x++)
            {
                if (!margin.Contains(new Box(x, y, 1, 1)))
                {
                    Assert.Equal(Samples.PixelAt(before, x, y), Samples.PixelAt(after, x, y));
                }
            }
        }
    }

    [Fact]
    public void Draw_Solid_IsBlackUnlessAColourIsGiven()
    {
        var white = new BgrImage(60, 60);
        white.Pixels.AsSpan().Fill(255);
        Detection[] faces = [new Detection(new Box(20, 20, 20, 20), 1, "face", 5)];
        var solid = new AnnotatorOptions
        {
            Style = DrawStyle.Solid,
            ColorByLabel = new Dictionary<string, DrawColor> { ["face"] = DrawColor.FromRgb(255, 0, 0) },
        };
        Assert.Equal([0, 0, 0], At(white.DrawCopy(faces, solid), 30, 30));
        Assert.Equal(
            [0, 255, 0],
            At(white.DrawCopy(faces, solid with { Color = DrawColor.FromRgb(0, 255, 0) }), 30, 30)
        );
        Assert.NotEqual([0, 0, 0], At(white.DrawCopy(faces, solid with { Color = DrawColor.Random }), 30, 30));
    }

    [Theory]
    [InlineData(DrawStyle.Blur, 0)]
    [InlineData(DrawStyle.Pixelate, 0.2)]
    [InlineData(DrawStyle.Solid, 1)]
    public void Draw_Margin_GrowsWhatIsHidden(DrawStyle style, double margin)
    {
        var picture = new BgrImage(100, 100);
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)(i * 7919 % 251);
        }

        BgrImage after = picture.DrawCopy(
            [new Detection(new Box(40, 40, 20, 20), 1, "face")],
            new AnnotatorOptions { Style = style, Margin = margin }
        );
        int reach = (int)(20 * margin);
        Assert.Equal(At(picture, 39 - reach, 50), At(after, 39 - reach, 50));
        Assert.Equal(At(picture, 50, 60 + reach), At(after, 50, 60 + reach));
        Assert.NotEqual(At(picture, 40 - (reach / 2), 50), At(after, 40 - (reach / 2), 50));
    }

    private static byte[] At(BgrImage image, int x, int y) =>
        image.Pixels.AsSpan(((y * image.Width) + x) * 3, 3).ToArray();

    [Fact]
    public async Task Write_CellsOfEverySize_FillsTheRow()
    {
        // Where the middle of a cell is rounded to just before it, a step must still be made.
        Task writing = Task.Run(
            static () =>
            {
                Vector128<float>[] line = [.. Enumerable.Repeat(Vector128.Create(90f), 6)];
                for (int cell = 1; cell <= 1000; cell++)
                {
                    byte[] row = new byte[cell * line.Length * 3];
                    float[] opacity = [.. Enumerable.Repeat(1f, cell * line.Length)];
                    BlurSurface.Write(line, cell, opacity, 1, row);
                    Assert.Equal(-1, row.AsSpan().IndexOfAnyExceptInRange((byte)89, (byte)91));
                }
            },
            TestContext.Current.CancellationToken
        );
        await writing.WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-30, -30)]
    [InlineData(160, 150)]
    public void Draw_BlurAtThePicturesEdge_HidesUpToTheEdge(int x, int y)
    {
        BgrImage before = Checkers(220, 200);
        var box = new Box(x, y, 90, 90);

        BgrImage after = before.DrawCopy(
            [new Detection(box, 1, "face")],
            new AnnotatorOptions { Style = DrawStyle.Blur }
        );

        Box inside = box.Intersect(new Box(0, 0, 220, 200));
        Assert.InRange(Variance(after, inside), 0, Variance(before, inside) * 0.02);
    }

    [Theory]
    [InlineData(DrawStyle.Blur, 6)]
    [InlineData(DrawStyle.Pixelate, 9)]
    public void Draw_PicturesWithEqualCells_HideToTheSame(DrawStyle style, int cells)
    {
        // The right half of each cell swapped with the left: the means are equal, the content is not. What hides well
        // cannot tell the two apart.
        int size = cells * 10;
        BgrImage one = Samples.Picture(size, size);
        BgrImage other = new(size, size);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                Samples.PixelAt(one, x, y).CopyTo(other.Pixels, (y * size + (x / 10 * 10) + (x + 5) % 10) * 3);
            }
        }

        var options = new AnnotatorOptions { Style = style, Margin = 0 };
        Detection[] all = [new(new Box(0, 0, size, size), 1, "face")];

        Assert.NotEqual(one.Pixels, other.Pixels);
        Assert.Equal(one.DrawCopy(all, options).Pixels, other.DrawCopy(all, options).Pixels);
    }

    [Fact]
    public void Draw_Pixelate_ShowsAtMostNineColorsAcross()
    {
        var options = new AnnotatorOptions { Style = DrawStyle.Pixelate, Margin = 0 };
        BgrImage after = Samples
            .Picture(300, 300)
            .DrawCopy([new Detection(new Box(0, 0, 300, 300), 1, "face")], options);

        for (int y = 0; y < 300; y += 17)
        {
            Assert.InRange(
                Enumerable
                    .Range(0, 300)
                    .Select(x => Convert.ToHexString(Samples.PixelAt(after, x, y)))
                    .Distinct()
                    .Count(),
                7,
                9
            );
        }
    }

    [Fact]
    public void Draw_BlurOfOneColor_KeepsIt()
    {
        var flat = new BgrImage(100, 100);
        flat.Pixels.AsSpan().Fill(255);

        BgrImage after = flat.DrawCopy(
            [new Detection(new Box(20, 20, 50, 50), 1, "face")],
            new AnnotatorOptions { Style = DrawStyle.Blur }
        );

        Assert.Equal(flat.Pixels, after.Pixels);
    }

    /// <summary>Squares of 3 pixels: eyes and mouths of a face have that size.</summary>
    private static BgrImage Checkers(int width, int height)
    {
        var image = new BgrImage(width, height);
        for (int i = 0; i < width * height; i++)
        {
            bool white = ((i % width / 3) + (i / width / 3)) % 2 == 0;
            image.Pixels.AsSpan(i * 3, 3).Fill(white ? (byte)255 : (byte)0);
        }

        return image;
    }

    private static double Variance(BgrImage image, Box box)
    {
        double[] green = [.. image.Crop(box).Pixels.Where(static (_, i) => i % 3 == 1).Select(static v => (double)v)];
        double mean = green.Average();
        return green.Average(v => (v - mean) * (v - mean));
    }
}
