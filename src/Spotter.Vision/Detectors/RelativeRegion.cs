namespace Spotter.Vision.Detectors;

/// <summary>A part of a box, in parts of the box's own size; the origin is the box's top left corner.</summary>
/// <param name="X">Left edge, 0 to 1.</param>
/// <param name="Y">Top edge, 0 to 1.</param>
/// <param name="Width">Width, above 0; it may reach beyond the box.</param>
/// <param name="Height">Height, above 0; it may reach beyond the box.</param>
public readonly record struct RelativeRegion(double X, double Y, double Width, double Height)
{
    /// <summary>The whole box.</summary>
    public static RelativeRegion Whole { get; } = new(0, 0, 1, 1);

    /// <summary>The part of <paramref name="box"/> in pixels.</summary>
    public Box Of(Box box)
    {
        int left = box.X + (int)Math.Round(X * box.Width);
        int top = box.Y + (int)Math.Round(Y * box.Height);
        int right = box.X + (int)Math.Round((X + Width) * box.Width);
        int bottom = box.Y + (int)Math.Round((Y + Height) * box.Height);
        return new Box(left, top, right - left, bottom - top);
    }
}
