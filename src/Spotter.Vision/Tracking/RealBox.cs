namespace Spotter.Vision.Tracking;

/// <summary>A box between the pixels, as the motion model sees it.</summary>
/// <param name="CenterX">Centre, in pixels from the left edge of the picture.</param>
/// <param name="CenterY">Centre, in pixels from the top edge of the picture.</param>
/// <param name="Width">Width in pixels, above 0.</param>
/// <param name="Height">Height in pixels, above 0.</param>
internal readonly record struct RealBox(double CenterX, double CenterY, double Width, double Height)
{
    /// <summary>
    /// The side of the square of equal area, in pixels: the unit of everything that scales with a box.
    /// </summary>
    public double Size => Math.Sqrt(Width * Height);

    public static RealBox From(Box box) =>
        new(box.X + box.Width / 2.0, box.Y + box.Height / 2.0, box.Width, box.Height);

    public Box Round()
    {
        int width = Math.Max(1, (int)Math.Round(Width));
        int height = Math.Max(1, (int)Math.Round(Height));
        return new Box((int)Math.Round(CenterX - width / 2.0), (int)Math.Round(CenterY - height / 2.0), width, height);
    }

    /// <summary>
    /// Intersection over union after both boxes have grown by a fraction of their own size on each side. This is
    /// the buffered IoU of Yang et al., "Hard to Track Objects with Irregular Motions and Similar Appearances?",
    /// WACV 2023; a buffer of 0 is the plain one.
    /// </summary>
    public double IntersectionOverUnion(in RealBox other, double buffer = 0)
    {
        double grow = 1 + 2 * buffer;
        double width = Width * grow;
        double height = Height * grow;
        double otherWidth = other.Width * grow;
        double otherHeight = other.Height * grow;
        double sharedWidth = Shared(CenterX - other.CenterX, width, otherWidth);
        double sharedHeight = Shared(CenterY - other.CenterY, height, otherHeight);
        double shared = sharedWidth * sharedHeight;
        return shared <= 0 ? 0 : shared / (width * height + otherWidth * otherHeight - shared);
    }

    private static double Shared(double distance, double length, double otherLength) =>
        Math.Clamp((length + otherLength) / 2 - Math.Abs(distance), 0, Math.Min(length, otherLength));
}
