using Spotter.Learning.Detectors.Networks;
using Spotter.Networks;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors.Networks;

/// <summary>Scenes of a few bright squares on dark grain.</summary>
internal sealed class DrawnSquares(int count, int firstSeed = 1) : ILabelledScenes
{
    public const int Side = 128;

    private readonly (LabelledScene Scene, Frame Frame)[] _scenes =
    [
        .. Enumerable.Range(firstSeed, count).Select(Draw),
    ];

    public int Count => _scenes.Length;

    public LabelledScene this[int index] => _scenes[index].Scene;

    public IReadOnlyList<LabelledScene> Scenes => [.. _scenes.Select(static one => one.Scene)];

    public Frame Load(int index) => _scenes[index].Frame;

    public ScenePixels Store(string folder)
    {
        var pixels = new ScenePixels(folder);
        foreach ((_, Frame frame) in _scenes)
        {
            pixels.Add(frame);
        }

        return pixels;
    }

    private static (LabelledScene, Frame) Draw(int seed)
    {
        var random = new RandomStream(seed, 7);
        var image = new BgrImage(Side, Side);
        foreach (ref byte value in image.Pixels.AsSpan())
        {
            value = (byte)(20 + random.NextInt(50));
        }

        var objects = new List<SceneObject>();
        for (int half = 0; half < 2; half++)
        {
            int side = 14 + random.NextInt(30);
            int left = (half * Side / 2) + random.NextInt((Side / 2) - side);
            int top = random.NextInt(Side - side);
            for (int y = top; y < top + side; y++)
            {
                image.Pixels.AsSpan(((y * Side) + left) * 3, side * 3).Fill(230);
            }

            objects.Add(
                new SceneObject(
                    (float)left / Side,
                    (float)top / Side,
                    (float)(left + side) / Side,
                    (float)(top + side) / Side,
                    0
                )
            );
        }

        return (new LabelledScene($"squares {seed}", objects, [1]), new Frame(image));
    }
}
