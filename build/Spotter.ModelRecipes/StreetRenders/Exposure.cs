using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>Makes a picture of light: lens, exposure, noise.</summary>
internal static class Exposure
{
    public static GrayImage Develop(Dice dice, float[] light, int width, int height)
    {
        float[] soft = Blur(light, width, height, dice.Between(0, 0.9));
        float gamma = dice.Between(1.5, 2.4);

        // Automatic exposure brings the mean to about the same; high contrast crushes shadows and lights.
        float gain = dice.Between(0.12, 0.4) / Math.Max(soft.Average(), 1e-4f);
        float contrast = dice.Between(0.9, 1.8);
        float haze = dice.Chance(0.2) ? dice.Between(0, 0.05) : 0;
        float noise = dice.Between(0, 3);
        var picture = new GrayImage(width, height);
        for (int i = 0; i < soft.Length; i++)
        {
            float gray = MathF.Pow(Math.Clamp((soft[i] * gain) + haze, 0, 1), 1 / gamma);
            gray = 255 * (((gray - 0.45f) * contrast) + 0.45f);
            picture.Pixels[i] = (byte)Math.Clamp(gray + dice.Normal(noise), 0, 255);
        }

        return picture;
    }

    // (s 1-2s s) across and down, twice.
    private static float[] Blur(float[] source, int width, int height, float strength)
    {
        float side = strength / 3;
        float[] result = source;
        foreach ((int dx, int dy) in (ReadOnlySpan<(int, int)>)[(1, 0), (0, 1), (1, 0), (0, 1)])
        {
            var next = new float[result.Length];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    float before = result[(Math.Max(y - dy, 0) * width) + Math.Max(x - dx, 0)];
                    float after = result[(Math.Min(y + dy, height - 1) * width) + Math.Min(x + dx, width - 1)];
                    next[(y * width) + x] = (result[(y * width) + x] * (1 - (2 * side))) + ((before + after) * side);
                }
            }

            result = next;
        }

        return result;
    }
}
