using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>How large the value of a feature can become, whatever the picture.</summary>
internal static class FeatureRange
{
    private const double White = 255;

    /// <summary>Whether the value of a feature with whole weights fits 16 bits.</summary>
    public static bool FitsShort(HaarFeature feature)
    {
        (double negative, double positive) = Of(feature);
        return negative >= short.MinValue && positive <= short.MaxValue;
    }

    /// <summary>Bounds of a feature's value.</summary>
    /// <remarks>
    /// Where the other rectangles lie inside the first and apart from each other, as they nearly always do, the bounds
    /// are exact: a pixel of theirs counts by the sum of both weights. Elsewhere each rectangle is taken for itself.
    /// </remarks>
    public static (double Smallest, double Largest) Of(HaarFeature feature)
    {
        WeightedRectangle first = feature.First;
        WeightedRectangle[] parts = feature.Third.Weight == 0 ? [feature.Second] : [feature.Second, feature.Third];
        Span span = Span.Of(first, feature.IsTilted);
        bool isNested =
            parts.All(part => span.Contains(Span.Of(part, feature.IsTilted)))
            && (
                parts.Length == 1 || !Span.Of(parts[0], feature.IsTilted).Overlaps(Span.Of(parts[1], feature.IsTilted))
            );
        double negative = 0;
        double positive = 0;
        void Count(double weight, double pixels)
        {
            negative += Math.Min(0, weight * pixels * White);
            positive += Math.Max(0, weight * pixels * White);
        }

        double rest = Pixels(first, feature.IsTilted);
        foreach (WeightedRectangle part in parts)
        {
            double pixels = Pixels(part, feature.IsTilted);
            Count(isNested ? first.Weight + (double)part.Weight : part.Weight, pixels);
            rest -= isNested ? pixels : 0;
        }

        Count(first.Weight, rest);
        return (negative, positive);
    }

    /// <summary>Pixels in a rectangle; a tilted one holds twice width times height.</summary>
    public static double Pixels(WeightedRectangle r, bool isTilted) => (double)r.Width * r.Height * (isTilted ? 2 : 1);

    /// <summary>
    /// A rectangle in axes along its sides; those of a tilted one run down to the right and down to the left.
    /// </summary>
    private readonly record struct Span(int Left, int Right, int Top, int Bottom)
    {
        public static Span Of(WeightedRectangle r, bool isTilted) =>
            isTilted
                ? new Span(r.Y + r.X, r.Y + r.X + (2 * r.Width), r.Y - r.X, r.Y - r.X + (2 * r.Height))
                : new Span(r.X, r.X + r.Width, r.Y, r.Y + r.Height);

        public bool Contains(Span other) =>
            other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;

        public bool Overlaps(Span other) =>
            other.Left < Right && other.Right > Left && other.Top < Bottom && other.Bottom > Top;
    }
}
