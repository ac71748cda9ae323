using Spotter.Networks;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Mining;

/// <summary>
/// Pictures of nothing: rectangles, discs, slopes and grain, drawn at random but always the same. A detector that takes
/// most of what is in them for its object has learned nothing but that something is there.
/// </summary>
internal sealed class DrawnScenes : ISceneSource
{
    private const int Width = 320;
    private const int Height = 240;
    private const int Shapes = 60;
    private const int LargestShape = 120;
    private const int Grain = 8;
    private const long Seed = 0xD4A6;

    private readonly Scene?[] _scenes = new Scene?[6];

    public int Count => _scenes.Length;

    public Scene? Load(int index) => _scenes[index] ??= new Scene($"drawn scene {index}", new Frame(Draw(index)), []);

    private static GrayImage Draw(int index)
    {
        var random = new RandomStream(Seed, index);
        var gray = new GrayImage(Width, Height);
        for (int i = 0; i < Shapes; i++)
        {
            // The first covers all.
            int width = i == 0 ? Width : 6 + random.NextInt(LargestShape);
            int height = i == 0 ? Height : 6 + random.NextInt(LargestShape);
            int left = i == 0 ? 0 : random.NextInt(Width) - (width / 2);
            int top = i == 0 ? 0 : random.NextInt(Height) - (height / 2);
            bool isDisc = i > 0 && random.NextInt(2) == 0;
            double light = random.NextInt(256);
            double across = random.NextDouble(-1, 1) * 100 / width;
            double down = random.NextDouble(-1, 1) * 100 / height;
            for (int y = Math.Max(top, 0); y < Math.Min(top + height, Height); y++)
            {
                for (int x = Math.Max(left, 0); x < Math.Min(left + width, Width); x++)
                {
                    double u = ((x - left + 0.5) / width) - 0.5;
                    double v = ((y - top + 0.5) / height) - 0.5;
                    if (!isDisc || (u * u) + (v * v) < 0.25)
                    {
                        double value =
                            light + (across * (x - left)) + (down * (y - top)) + random.NextInt(Grain) - (Grain / 2);
                        gray.Pixels[(y * Width) + x] = (byte)Math.Clamp(value, 0, 255);
                    }
                }
            }
        }

        return gray;
    }
}
