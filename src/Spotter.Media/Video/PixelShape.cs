namespace Spotter.Media.Video;

/// <summary>
/// The size at which a picture of pixels that are not square is shown: the rows stay, they get longer or shorter.
/// </summary>
internal static class PixelShape
{
    /// <summary>What says that a pixel is more than eight times as wide as high, or the other way, is wrong.</summary>
    public const int Most = 8;

    private const int LongestSide = 16_384;

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="aspect">Width of a pixel and its height.</param>
    /// <returns>The size in square pixels; the same where <paramref name="aspect"/> cannot be meant.</returns>
    public static (int Width, int Height) Shown(int width, int height, (int Width, int Height) aspect)
    {
        if (!IsMeant(width, aspect))
        {
            return (width, height);
        }

        return (
            aspect.Width == aspect.Height
                ? width
                : Math.Max(2, 2 * (int)Math.Round(Stretched(width, aspect) / 2, MidpointRounding.AwayFromZero)),
            height
        );
    }

    public static bool IsMeant(int width, (int Width, int Height) aspect) =>
        aspect is { Width: > 0, Height: > 0 }
        && (double)aspect.Width / aspect.Height is >= 1.0 / Most and <= Most
        && Stretched(width, aspect) <= LongestSide;

    private static double Stretched(int width, (int Width, int Height) aspect) =>
        (double)width * aspect.Width / aspect.Height;
}
