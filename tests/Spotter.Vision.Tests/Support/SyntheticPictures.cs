using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Support;

/// <summary>Pictures that need no file.</summary>
internal static class SyntheticPictures
{
    public static readonly string[] Kinds = ["noise", "coarse noise", "gradient", "checkerboard", "face", "flat"];

    public static GrayImage Make(string kind, int width, int height, int seed)
    {
        var random = new Random(seed);
        var image = new GrayImage(width, height);
        int cell = random.Next(1, 13);
        byte[] coarse = new byte[((width / cell) + 1) * ((height / cell) + 1)];
        random.NextBytes(coarse);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                image.Pixels[(y * width) + x] = kind switch
                {
                    "noise" => (byte)random.Next(256),
                    "coarse noise" => coarse[((y / cell) * ((width / cell) + 1)) + (x / cell)],
                    "gradient" => (byte)(((x * (seed % 5)) + (y * (seed % 7))) / 2),
                    "checkerboard" => (byte)((((x / cell) + (y / cell)) & 1) == 0 ? 20 : 230),
                    "face" => Face((x + 0.5) / width, (y + 0.5) / height, random),
                    _ => (byte)seed,
                };
            }
        }

        return image;
    }

    // Bright oval, dark eyes and mouth, a bright nose: enough for many stages of a face cascade.
    private static byte Face(double x, double y, Random random)
    {
        double value = Inside(x, y, 0.5, 0.5, 0.42, 0.48) ? 180 : 70;
        value -= Inside(x, y, 0.3, 0.4, 0.13, 0.07) || Inside(x, y, 0.7, 0.4, 0.13, 0.07) ? 110 : 0;
        value -= Inside(x, y, 0.5, 0.78, 0.18, 0.05) ? 80 : 0;
        value += Inside(x, y, 0.5, 0.55, 0.06, 0.14) ? 40 : 0;
        return (byte)(value + random.Next(-12, 13));
    }

    private static bool Inside(double x, double y, double centerX, double centerY, double radiusX, double radiusY) =>
        Math.Pow((x - centerX) / radiusX, 2) + Math.Pow((y - centerY) / radiusY, 2) < 1;
}
