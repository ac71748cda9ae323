using SkiaSharp;

namespace Spotter.Workshop.Explaining;

/// <summary>From dark violet (nothing) over green to yellow (all the way): brightness tells the depth, too.</summary>
internal static class DepthColors
{
    // Five points of the viridis scale (S. van der Walt, N. Smith, 2015).
    private static readonly SKColor[] Points =
    [
        new(68, 1, 84),
        new(59, 82, 139),
        new(33, 145, 140),
        new(94, 201, 98),
        new(253, 231, 37),
    ];

    /// <param name="share">0 to 1.</param>
    public static SKColor At(double share)
    {
        double place = Math.Clamp(share, 0, 1) * (Points.Length - 1);
        int below = Math.Min((int)place, Points.Length - 2);
        double part = place - below;
        return new SKColor(
            Mix(Points[below].Red, Points[below + 1].Red, part),
            Mix(Points[below].Green, Points[below + 1].Green, part),
            Mix(Points[below].Blue, Points[below + 1].Blue, part)
        );
    }

    private static byte Mix(byte from, byte to, double part) => (byte)Math.Round(from + ((to - from) * part));
}
