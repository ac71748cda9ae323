using SkiaSharp;

namespace Spotter.Workshop.Plots;

/// <summary>The colours of all figures. They stay apart for the colour-blind (Okabe and Ito, 2008).</summary>
internal static class FigureColors
{
    private static readonly SKColor[] Series =
    [
        new(0x00, 0x72, 0xB2),
        new(0xD5, 0x5E, 0x00),
        new(0x00, 0x9E, 0x73),
        new(0xAA, 0x33, 0x88),
        new(0xE6, 0x9F, 0x00),
        new(0x56, 0xB4, 0xE9),
        new(0x55, 0x55, 0x55),
    ];

    /// <summary>Answers that are right.</summary>
    public static SKColor Right => Series[0];

    /// <summary>Answers that are wrong.</summary>
    public static SKColor Wrong => Series[1];

    public static SKColor Ink { get; } = new(0x22, 0x26, 0x2B);

    public static SKColor FaintInk { get; } = new(0x66, 0x6C, 0x74);

    public static SKColor Rule { get; } = new(0xE3, 0xE6, 0xEA);

    public static SKColor Paper => SKColors.White;

    /// <summary>The colour of a series; the same number always has the same one.</summary>
    public static SKColor OfSeries(int number) => Series[number % Series.Length];

    /// <summary>White at 0 to deep blue at 1.</summary>
    public static SKColor Depth(double share) => Blend(Paper, new SKColor(0x08, 0x45, 0x8C), Math.Clamp(share, 0, 1));

    /// <summary>Orange at -1, white at 0, blue at 1.</summary>
    public static SKColor Diverging(double share) =>
        share < 0 ? Blend(Paper, Wrong, Math.Min(1, -share)) : Blend(Paper, Right, Math.Min(1, share));

    private static SKColor Blend(SKColor from, SKColor to, double share) =>
        new(Mix(from.Red, to.Red, share), Mix(from.Green, to.Green, share), Mix(from.Blue, to.Blue, share));

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
