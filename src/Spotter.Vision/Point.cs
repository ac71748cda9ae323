namespace Spotter.Vision;

/// <summary>A place in the picture; the origin is top left.</summary>
/// <param name="X">Pixels to the right.</param>
/// <param name="Y">Pixels down.</param>
public readonly record struct Point(double X, double Y)
{
    /// <summary>True where both coordinates are numbers that a picture could have.</summary>
    internal bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);

    /// <summary>
    /// Twice the area of the triangle from this point to two others: above 0 where <paramref name="b"/> lies
    /// clockwise of <paramref name="a"/> as the picture is seen.
    /// </summary>
    internal double Cross(Point a, Point b) => (a.X - X) * (b.Y - Y) - (a.Y - Y) * (b.X - X);

    /// <summary>Distance in pixels.</summary>
    internal double DistanceTo(Point other) => double.Hypot(X - other.X, Y - other.Y);

    /// <summary>Distance in pixels to the nearest point of a segment.</summary>
    internal double DistanceTo(Point start, Point end)
    {
        double along = start.Along(end, this);
        return DistanceTo(new Point(start.X + along * (end.X - start.X), start.Y + along * (end.Y - start.Y)));
    }

    /// <summary>Where on the segment from this point to another one a third is nearest: 0 here, 1 there.</summary>
    internal double Along(Point end, Point place)
    {
        double x = end.X - X;
        double y = end.Y - Y;
        double square = x * x + y * y;
        return square > 0 ? Math.Clamp(((place.X - X) * x + (place.Y - Y) * y) / square, 0, 1) : 0;
    }
}
