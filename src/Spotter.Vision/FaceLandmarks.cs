namespace Spotter.Vision;

/// <summary>
/// Five places of a face, in pixels of the picture as shown; they may lie between pixels and outside the picture. Right
/// and left are the person's own: the right eye of somebody who looks at the camera is left in the picture.
/// </summary>
/// <param name="RightEye">Middle of the person's right eye.</param>
/// <param name="LeftEye">Middle of the person's left eye.</param>
/// <param name="Nose">Tip of the nose.</param>
/// <param name="RightMouth">Corner of the mouth on the person's right.</param>
/// <param name="LeftMouth">Corner of the mouth on the person's left.</param>
public sealed record FaceLandmarks(Point RightEye, Point LeftEye, Point Nose, Point RightMouth, Point LeftMouth)
{
    /// <summary>How many places there are.</summary>
    internal const int Count = 5;

    /// <summary>Which place is where each was in the mirror image: the left eye where the right one was.</summary>
    internal static readonly int[] Mirrored = [1, 0, 2, 4, 3];

    /// <summary>The five places in the order of the constructor, in an array that is the caller's.</summary>
    public Point[] ToArray() => [RightEye, LeftEye, Nose, RightMouth, LeftMouth];

    /// <summary>The same places, moved and scaled: each becomes (x · scale + dx, y · scale + dy).</summary>
    /// <param name="scale">Above 0.</param>
    /// <param name="dx">Pixels to the right.</param>
    /// <param name="dy">Pixels down.</param>
    public FaceLandmarks Transform(double scale, double dx, double dy)
    {
        return new(Moved(RightEye), Moved(LeftEye), Moved(Nose), Moved(RightMouth), Moved(LeftMouth));

        Point Moved(Point place) => new(place.X * scale + dx, place.Y * scale + dy);
    }

    /// <summary>Five places of as many pairs.</summary>
    internal static FaceLandmarks Of(ReadOnlySpan<Point> points) =>
        new(points[0], points[1], points[2], points[3], points[4]);
}
