using System.Runtime.CompilerServices;

namespace Spotter.Vision;

/// <summary>A box between the pixels, as trackers and benchmarks see it; the origin is top left.</summary>
/// <param name="CenterX">Centre, in pixels from the left edge of the picture.</param>
/// <param name="CenterY">Centre, in pixels from the top edge of the picture.</param>
/// <param name="Width">Width in pixels, above 0.</param>
/// <param name="Height">Height in pixels, above 0.</param>
public readonly record struct RealBox(double CenterX, double CenterY, double Width, double Height)
{
    /// <summary>Left edge, in pixels.</summary>
    public double Left => CenterX - Width / 2;

    /// <summary>Top edge, in pixels.</summary>
    public double Top => CenterY - Height / 2;

    /// <summary>Right edge, in pixels.</summary>
    public double Right => CenterX + Width / 2;

    /// <summary>Bottom edge, in pixels.</summary>
    public double Bottom => CenterY + Height / 2;

    /// <summary>Width times height, in pixels.</summary>
    public double Area => Width * Height;

    /// <summary>
    /// The side of the square of equal area, in pixels: the unit of everything that scales with a box.
    /// </summary>
    internal double Size => Math.Sqrt(Width * Height);

    /// <summary>The middle of the lower edge, in pixels: where what stands or drives touches the ground.</summary>
    internal Point Foot => new(CenterX, Bottom);

    /// <summary>The same box in real numbers.</summary>
    public static RealBox From(Box box) =>
        new(box.X + box.Width / 2.0, box.Y + box.Height / 2.0, box.Width, box.Height);

    /// <summary>A box by its top left corner, in pixels.</summary>
    public static RealBox FromCorner(double left, double top, double width, double height) =>
        new(left + width / 2, top + height / 2, width, height);

    /// <summary>The nearest box of whole pixels, one pixel wide and high at least.</summary>
    public Box Round()
    {
        int width = Math.Max(1, (int)Math.Round(Width));
        int height = Math.Max(1, (int)Math.Round(Height));
        return new Box((int)Math.Round(CenterX - width / 2.0), (int)Math.Round(CenterY - height / 2.0), width, height);
    }

    /// <summary>Area that both boxes cover, in pixels; 0 for boxes apart.</summary>
    public double Shared(in RealBox other) =>
        Overlap(CenterX - other.CenterX, Width, other.Width) * Overlap(CenterY - other.CenterY, Height, other.Height);

    /// <summary>Intersection over union: 0 for boxes apart, 1 for equal boxes.</summary>
    public double IntersectionOverUnion(in RealBox other) => IntersectionOverUnion(other, 0);

    /// <summary>
    /// Intersection over union after both boxes have grown by a fraction of their own size on each side. This is
    /// the buffered IoU of Yang et al., "Hard to Track Objects with Irregular Motions and Similar Appearances?",
    /// WACV 2023; a buffer of 0 is the plain one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double IntersectionOverUnion(in RealBox other, double buffer)
    {
        // Most boxes are far apart: they are told first, and cheaply.
        double reach = 0.5 + buffer;
        double x = Math.Abs(CenterX - other.CenterX);
        double y = Math.Abs(CenterY - other.CenterY);
        return x >= reach * (Width + other.Width) || y >= reach * (Height + other.Height)
            ? 0
            : SharedPart(other, x, y, 2 * reach);
    }

    private double SharedPart(in RealBox other, double x, double y, double grow)
    {
        double width = Width * grow;
        double height = Height * grow;
        double otherWidth = other.Width * grow;
        double otherHeight = other.Height * grow;
        double shared = Overlap(x, width, otherWidth) * Overlap(y, height, otherHeight);
        return shared <= 0 ? 0 : shared / (width * height + otherWidth * otherHeight - shared);
    }

    private static double Overlap(double distance, double length, double otherLength) =>
        Math.Clamp((length + otherLength) / 2 - Math.Abs(distance), 0, Math.Min(length, otherLength));
}
