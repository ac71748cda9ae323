using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels;

/// <summary>
/// Where a rectangle reads the integral image: the sum of its pixels is first - second - third + fourth.
/// </summary>
internal readonly record struct Corners(
    (int X, int Y) First,
    (int X, int Y) Second,
    (int X, int Y) Third,
    (int X, int Y) Fourth
)
{
    public static Corners Of(WeightedRectangle r, bool isTilted) =>
        isTilted
            ? new Corners(
                (r.X, r.Y),
                (r.X - r.Height, r.Y + r.Height),
                (r.X + r.Width, r.Y + r.Width),
                (r.X + r.Width - r.Height, r.Y + r.Width + r.Height)
            )
            : new Corners((r.X, r.Y), (r.X + r.Width, r.Y), (r.X, r.Y + r.Height), (r.X + r.Width, r.Y + r.Height));
}
