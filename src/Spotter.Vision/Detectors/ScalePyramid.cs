// The scales that OpenCV's CascadeClassifier::detectMultiScale visits, with its rounding.

using System.Runtime.InteropServices;

namespace Spotter.Vision.Detectors;

/// <summary>One scale of the search: the picture shrunk so that the object sought has the size of the window.</summary>
/// <param name="Scale">By how much the picture is shrunk.</param>
/// <param name="Width">Width of the shrunken picture.</param>
/// <param name="Height">Height of the shrunken picture.</param>
/// <param name="PositionsAcross">Columns at which a window fits, before the step.</param>
/// <param name="RowEnd">The row behind the last one visited.</param>
/// <param name="Step">Pixels from window to window, across and down.</param>
/// <param name="ObjectSize">Size of a window of this scale in the picture.</param>
internal readonly record struct PyramidLevel(
    float Scale,
    int Width,
    int Height,
    int PositionsAcross,
    int RowEnd,
    int Step,
    BoxSize ObjectSize
)
{
    /// <summary>Windows a row.</summary>
    public int WindowsAcross => (PositionsAcross + Step - 1) / Step;

    /// <summary>Rows of windows.</summary>
    public int WindowRows => (RowEnd + Step - 1) / Step;

    /// <summary>A window in pixels of the picture.</summary>
    /// <param name="x">Column in the level.</param>
    /// <param name="y">Row in the level.</param>
    public Box BoxAt(int x, int y) =>
        new(
            (int)MathF.Round(x * Scale, MidpointRounding.ToEven),
            (int)MathF.Round(y * Scale, MidpointRounding.ToEven),
            ObjectSize.Width,
            ObjectSize.Height
        );
}

internal static class ScalePyramid
{
    // From this scale on every position is visited, below it every other.
    private const float FineScale = 2;

    /// <param name="image">Size of the picture.</param>
    /// <param name="window">Size of the cascade's window.</param>
    /// <param name="scaleFactor">From one scale to the next, above 1.</param>
    /// <param name="minSize">Smaller objects are not looked for.</param>
    /// <param name="maxSize">Larger objects are not looked for; a side of 0 means the picture.</param>
    /// <param name="levels">Emptied and filled, largest picture first.</param>
    public static void Build(
        BoxSize image,
        BoxSize window,
        double scaleFactor,
        BoxSize minSize,
        BoxSize maxSize,
        List<PyramidLevel> levels
    )
    {
        levels.Clear();
        if (maxSize.Width == 0 || maxSize.Height == 0)
        {
            maxSize = image;
        }

        float closest = 0;
        double closestDistance = double.PositiveInfinity;
        for (double factor = 1; Fits(Scaled(window, factor), image); factor *= scaleFactor)
        {
            float scale = (float)factor;
            BoxSize size = Scaled(window, scale);
            double distance = SquaredDistance(size, minSize);
            if (distance < closestDistance)
            {
                (closest, closestDistance) = (scale, distance);
            }

            if (Fits(size, maxSize) && size.Width >= minSize.Width && size.Height >= minSize.Height)
            {
                levels.Add(Level(image, window, scale));
            }
        }

        // Between two scales, min size equal to max size would search nothing; the nearest scale is searched instead.
        if (levels.Count == 0 && closest > 0)
        {
            levels.Add(Level(image, window, closest));
        }

        LimitRows(CollectionsMarshal.AsSpan(levels), window);
    }

    private static PyramidLevel Level(BoxSize image, BoxSize window, float scale)
    {
        int width = RoundHalfEven(image.Width / scale);
        int height = RoundHalfEven(image.Height / scale);
        return new PyramidLevel(
            scale,
            width,
            height,
            Math.Max(width + 1 - window.Width, 0),
            Math.Max(height + 1 - window.Height, 0),
            scale >= FineScale ? 1 : 2,
            Scaled(window, scale)
        );
    }

    // OpenCV cuts every level into as many stripes of rows as the first level is wide in units of 32 pixels, and sizes
    // a stripe by a division that rounds down: rows behind the last stripe stay unvisited.
    private static void LimitRows(Span<PyramidLevel> levels, BoxSize window)
    {
        if (levels.IsEmpty)
        {
            return;
        }

        int stripes = (Math.Max(levels[0].Width + 1 - window.Width, 0) + 31) / 32;
        for (int i = 0; i < levels.Length; i++)
        {
            PyramidLevel level = levels[i];
            int stripe =
                stripes == 0 ? 0 : Math.Max(((level.RowEnd / level.Step) + stripes - 1) / stripes, 1) * level.Step;
            levels[i] = level with { RowEnd = (int)Math.Min((long)stripes * stripe, level.RowEnd) };
        }
    }

    private static bool Fits(BoxSize size, BoxSize into) => size.Width <= into.Width && size.Height <= into.Height;

    private static BoxSize Scaled(BoxSize size, double factor) =>
        new(RoundHalfEven(size.Width * factor), RoundHalfEven(size.Height * factor));

    // In single precision, as OpenCV multiplies: 18 rows at a scale just below 1.19445 are 21.5 there, thus 22, not 21.
    private static BoxSize Scaled(BoxSize size, float scale) =>
        new(RoundHalfEven(size.Width * scale), RoundHalfEven(size.Height * scale));

    private static double SquaredDistance(BoxSize a, BoxSize b) =>
        ((double)(a.Width - b.Width) * (a.Width - b.Width)) + ((double)(a.Height - b.Height) * (a.Height - b.Height));

    private static int RoundHalfEven(double value) => (int)Math.Round(value, MidpointRounding.ToEven);

    private static int RoundHalfEven(float value) => (int)MathF.Round(value, MidpointRounding.ToEven);
}
