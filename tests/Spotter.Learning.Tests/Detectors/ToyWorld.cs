using Spotter.Learning.Detectors;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors;

/// <summary>
/// A world of one kind of object, a bright disc with a dark cross, in scenes of boxes, stripes and noise.
/// </summary>
internal static class ToyWorld
{
    /// <summary>Crops of objects.</summary>
    public static ObjectExample[] Crops(int count, int side, int seed)
    {
        var random = new Random(seed);
        var crops = new ObjectExample[count];
        for (int i = 0; i < count; i++)
        {
            var gray = new GrayImage(side, side);
            Fill(gray, random, (byte)random.Next(40, 160));
            Draw(gray, new Box(0, 0, side, side), random);
            crops[i] = new ObjectExample($"object {i}", new Frame(gray), new Box(0, 0, side, side));
        }

        return crops;
    }

    public static ToyScenes Scenes(int count, int seed) =>
        new([
            .. Enumerable
                .Range(0, count)
                .Select(i => new Scene($"scene {i}", new Frame(Background(240, 180, seed + i)), [])),
        ]);

    /// <summary>A scene with objects in it.</summary>
    public static (GrayImage Picture, Box[] Objects) Picture(int seed)
    {
        GrayImage gray = Background(320, 240, seed);
        var random = new Random(seed);
        Box[] objects = [new(20, 30, 40, 40), new(120, 90, 64, 64), new(230, 20, 50, 50), new(40, 150, 80, 80)];
        foreach (Box box in objects)
        {
            Draw(gray, box, random);
        }

        return (gray, objects);
    }

    private static GrayImage Background(int width, int height, int seed)
    {
        var random = new Random(seed);
        var gray = new GrayImage(width, height);
        Fill(gray, random, (byte)random.Next(60, 200));
        for (int i = 0; i < 25; i++)
        {
            int left = random.Next(width);
            int top = random.Next(height);
            int right = Math.Min(left + random.Next(4, 80), width);
            int bottom = Math.Min(top + random.Next(4, 80), height);
            int light = random.Next(256);
            int stripe = random.Next(2, 12);
            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                {
                    bool isStriped = i % 3 == 0 && (x / stripe & 1) == 0;
                    gray.Pixels[(y * width) + x] = (byte)
                        Math.Clamp((isStriped ? 255 - light : light) + random.Next(-8, 9), 0, 255);
                }
            }
        }

        return gray;
    }

    private static void Draw(GrayImage gray, Box box, Random random)
    {
        int bright = random.Next(170, 250);
        int dark = random.Next(10, 80);
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                double u = (x + 0.5 - box.X) / box.Width - 0.5;
                double v = (y + 0.5 - box.Y) / box.Height - 0.5;
                if ((u * u) + (v * v) < 0.2)
                {
                    bool isCross = Math.Abs(u) < 0.08 || Math.Abs(v) < 0.08;
                    gray.Pixels[(y * gray.Width) + x] = (byte)
                        Math.Clamp((isCross ? dark : bright) + random.Next(-10, 11), 0, 255);
                }
            }
        }
    }

    private static void Fill(GrayImage gray, Random random, byte light)
    {
        for (int i = 0; i < gray.Pixels.Length; i++)
        {
            gray.Pixels[i] = (byte)Math.Clamp(light + random.Next(-12, 13), 0, 255);
        }
    }
}

internal sealed class ToyScenes(IReadOnlyList<Scene> scenes) : ISceneSource
{
    private int _loads;

    public int Count => scenes.Count;

    public int Loads => _loads;

    public Scene? Load(int index)
    {
        Interlocked.Increment(ref _loads);
        return scenes[index];
    }
}
