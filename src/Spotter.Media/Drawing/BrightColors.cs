namespace Spotter.Media.Drawing;

/// <summary>Bright colours without end, any few neighbours of which are easy to tell apart.</summary>
internal static class BrightColors
{
    // Ten by hand, because equal steps of hue look unequal: many greens are alike, few oranges are.
    private static readonly uint[] First =
    [
        0x19F25A,
        0xFF3D7F,
        0x22B8FF,
        0xFFD21F,
        0xB45CFF,
        0xFF7A1A,
        0x14E8E0,
        0xFF4FE3,
        0xB6F021,
        0x5B7CFF,
    ];

    /// <summary>The colour of a number, as 0xRRGGBB.</summary>
    public static uint Of(uint number)
    {
        if (number < First.Length)
        {
            return First[number];
        }

        // Steps of the golden ratio never come back to a hue that was used, and keep as far as can be from the last
        // ones.
        double hue = number * 0.6180339887498949 % 1;
        double saturation = (number % 3) switch
        {
            0 => 0.9,
            1 => 0.7,
            _ => 0.55,
        };
        return FromHue(hue, saturation);
    }

    /// <param name="hue">0 (red) to 1 (red again).</param>
    /// <param name="saturation">0 (white) to 1 (pure).</param>
    private static uint FromHue(double hue, double saturation)
    {
        uint red = Channel(5),
            green = Channel(3),
            blue = Channel(1);
        return (red << 16) | (green << 8) | blue;

        // A. R. Smith, "Color Gamut Transform Pairs", SIGGRAPH 1978, at full value.
        uint Channel(int offset)
        {
            double k = (offset + hue * 6) % 6;
            return (uint)Math.Round(255 * (1 - saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
        }
    }
}
