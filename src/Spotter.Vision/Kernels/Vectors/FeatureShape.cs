using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Which kernel computes a feature.</summary>
internal enum FeatureShape
{
    /// <summary>Two rectangles side by side: their shared corners merge into 6 samples.</summary>
    Six,

    /// <summary>Four rectangles in a checkerboard: 9 samples.</summary>
    Nine,

    /// <summary>A rectangle of weight -1 and another of any whole weight: 8 samples.</summary>
    Two,

    /// <summary>Up to three rectangles of any weights: 12 samples.</summary>
    Three,

    /// <summary>A local binary pattern: 16 samples.</summary>
    Pattern,
}

/// <summary>A Haar feature sorted by shape, with the samples that its kernel reads in the kernel's order.</summary>
internal readonly struct ShapedFeature
{
    // Below this a single float holds every whole number, so sums in integers equal OpenCV's sums in floats.
    private const double ExactInSingle = 1 << 24;
    private const double White = 255;

    private ShapedFeature(FeatureShape shape, (int X, int Y)[] samples, HaarFeature feature, bool fitsShort)
    {
        Shape = shape;
        Samples = samples;
        Feature = feature;
        FitsShort = fitsShort;
    }

    public FeatureShape Shape { get; }

    public (int X, int Y)[] Samples { get; }

    public HaarFeature Feature { get; }

    /// <summary>Whether its value can be computed in 16 bits.</summary>
    public bool FitsShort { get; }

    /// <summary>Sorts a feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="allowNine">False where the caller has no kernel for <see cref="FeatureShape.Nine"/>.</param>
    public static ShapedFeature Of(HaarFeature feature, bool allowNine)
    {
        WeightedRectangle[] rectangles =
            feature.Third.Weight == 0
                ? [feature.First, feature.Second]
                : [feature.First, feature.Second, feature.Third];
        bool isExact =
            rectangles.All(static r => r.Weight == (int)r.Weight)
            && rectangles.Sum(r => Math.Abs((double)r.Weight) * FeatureRange.Pixels(r, feature.IsTilted) * White)
                < ExactInSingle;
        bool fitsShort = isExact && FeatureRange.FitsShort(feature);
        if (isExact && Merge(rectangles, feature, allowNine, fitsShort) is { } merged)
        {
            return merged;
        }

        Corners first = Corners.Of(feature.First, feature.IsTilted);
        Corners second = Corners.Of(feature.Second, feature.IsTilted);
        if (isExact && rectangles.Length == 2 && feature.First.Weight == -1)
        {
            return new ShapedFeature(FeatureShape.Two, [.. Points(first), .. Points(second)], feature, fitsShort);
        }

        // A third rectangle of weight 0 may hold anything; the first one's corners are inside the window.
        Corners third = rectangles.Length == 3 ? Corners.Of(feature.Third, feature.IsTilted) : first;
        return new ShapedFeature(
            FeatureShape.Three,
            [.. Points(first), .. Points(second), .. Points(third)],
            feature,
            fitsShort
        );
    }

    // Corners of several rectangles that coincide are read once, with the sum of their weights.
    private static ShapedFeature? Merge(
        WeightedRectangle[] rectangles,
        HaarFeature feature,
        bool allowNine,
        bool fitsShort
    )
    {
        var weights = new Dictionary<(int X, int Y), int>();
        foreach (WeightedRectangle r in rectangles)
        {
            int weight = (int)r.Weight;
            foreach (((int X, int Y) point, int sign) in Points(Corners.Of(r, feature.IsTilted)).Zip([1, -1, -1, 1]))
            {
                weights[point] = weights.GetValueOrDefault(point) + (sign * weight);
            }
        }

        (int X, int Y)[] With(int weight) => [.. weights.Where(pair => pair.Value == weight).Select(pair => pair.Key)];
        string signature = string.Join(' ', weights.Values.Where(static w => w != 0).Order());
        return signature switch
        {
            "-2 -1 -1 1 1 2" => new ShapedFeature(
                FeatureShape.Six,
                [With(1)[0], With(-1)[0], With(1)[1], With(-1)[1], With(2)[0], With(-2)[0]],
                feature,
                fitsShort
            ),
            "-2 -2 -2 -2 1 1 1 1 4" when allowNine => new ShapedFeature(
                FeatureShape.Nine,
                [.. With(1), .. With(-2), .. With(4)],
                feature,
                fitsShort
            ),
            _ => null,
        };
    }

    private static (int X, int Y)[] Points(Corners c) => [c.First, c.Second, c.Third, c.Fourth];
}
