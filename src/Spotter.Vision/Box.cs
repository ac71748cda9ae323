using System.Globalization;

namespace Spotter.Vision;

/// <summary>A rectangle in pixels of the picture as shown; the origin is top left.</summary>
/// <param name="X">Left edge, in pixels.</param>
/// <param name="Y">Top edge, in pixels.</param>
/// <param name="Width">Width, in pixels.</param>
/// <param name="Height">Height, in pixels.</param>
public readonly record struct Box(int X, int Y, int Width, int Height)
{
    /// <summary>The first column to the right of the box.</summary>
    public int Right => X + Width;

    /// <summary>The first row below the box.</summary>
    public int Bottom => Y + Height;

    /// <summary>Width times height; 0 for a box without pixels.</summary>
    public long Area => IsEmpty ? 0 : (long)Width * Height;

    /// <summary>True where the box holds no pixel.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The part that both boxes cover; an empty box where they do not meet.</summary>
    public Box Intersect(Box other)
    {
        int left = Math.Max(X, other.X);
        int top = Math.Max(Y, other.Y);
        int right = Math.Min(Right, other.Right);
        int bottom = Math.Min(Bottom, other.Bottom);
        return right > left && bottom > top ? new Box(left, top, right - left, bottom - top) : default;
    }

    /// <summary>Intersection over union: 0 for boxes apart, 1 for equal boxes.</summary>
    public double IntersectionOverUnion(Box other)
    {
        long shared = Intersect(other).Area;
        return shared == 0 ? 0 : (double)shared / (Area + other.Area - shared);
    }

    /// <summary>True where <paramref name="other"/> lies wholly inside this box.</summary>
    public bool Contains(Box other) => other.X >= X && other.Y >= Y && other.Right <= Right && other.Bottom <= Bottom;

    /// <summary>The same box, moved.</summary>
    public Box Offset(int dx, int dy) => this with { X = X + dx, Y = Y + dy };

    /// <summary>The box grown (or shrunk) on each side by a fraction of its own size.</summary>
    /// <param name="margin">0.1 adds a tenth of the width left and right and a tenth of the height above and
    /// below.</param>
    public Box Inflate(double margin)
    {
        int dx = (int)Math.Round(Width * margin);
        int dy = (int)Math.Round(Height * margin);
        return new Box(X - dx, Y - dy, Width + 2 * dx, Height + 2 * dy);
    }

    /// <summary>The box as people read it: <c>x, y, w x h</c>, as in <c>225, 94, 32 x 38</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X}, {Y}, {Width} x {Height}");
}
