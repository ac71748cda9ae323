using CsCheck;
using Spotter.Videos;
using Spotter.Vision.Images;

namespace Spotter.Tests.Videos;

public sealed class SceneCutTests
{
    private const int Width = 320;
    private const int Height = 180;

    [Fact]
    public void IsAt_FirstFrame_IsNoCut() => Assert.False(new SceneCut().IsAt(Blocks(seed: 1)));

    [Fact]
    public void IsAt_AnotherPicture_IsACutOnce()
    {
        var cuts = new SceneCut();
        cuts.IsAt(Blocks(seed: 1));
        Assert.True(cuts.IsAt(Blocks(seed: 2)));
        Assert.False(cuts.IsAt(Blocks(seed: 2)));
        Assert.True(cuts.IsAt(Blocks(seed: 1)));
    }

    [Fact]
    public void IsAt_PictureThatMovesOrGrowsBrighter_IsNoCut() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[-12, 12], Gen.Int[-40, 40])
            .Sample(
                (seed, shift, brighter) =>
                {
                    var cuts = new SceneCut();
                    GrayImage before = Blocks(seed);
                    cuts.IsAt(before);
                    return !cuts.IsAt(Changed(before, shift, brighter));
                },
                iter: 200
            );

    [Fact]
    public void IsAt_NoiseOnAPlainPicture_IsNoCut()
    {
        var cuts = new SceneCut();
        var random = new Random(1);
        for (int frame = 0; frame < 50; frame++)
        {
            var noise = new GrayImage(160, 120);
            for (int i = 0; i < noise.Pixels.Length; i++)
            {
                noise.Pixels[i] = (byte)random.Next(40, 216);
            }

            Assert.False(cuts.IsAt(noise));
        }
    }

    [Fact]
    public void IsAt_PictureSmallerThanTheCells_IsCompared()
    {
        var cuts = new SceneCut();
        Assert.False(cuts.IsAt(new GrayImage(5, 3)));
        Assert.False(cuts.IsAt(new GrayImage(5, 3)));
    }

    /// <summary>A scene of large squares, each of its own brightness.</summary>
    private static GrayImage Blocks(int seed)
    {
        var random = new Random(seed);
        byte[] levels = new byte[64];
        random.NextBytes(levels);
        var image = new GrayImage(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                image.Pixels[(y * Width) + x] = (byte)(50 + (levels[(y / 60 * 8) + (x / 60)] / 2));
            }
        }

        return image;
    }

    private static GrayImage Changed(GrayImage image, int shift, int brighter)
    {
        var changed = new GrayImage(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int from = Math.Clamp(x + shift, 0, Width - 1);
                changed.Pixels[(y * Width) + x] = (byte)(image.Pixels[(y * Width) + from] + brighter);
            }
        }

        return changed;
    }
}
