using Spotter.Vision;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>The numbers of a training, chosen from the data where the options leave them open.</summary>
/// <param name="WindowSize">The size of the smallest object.</param>
/// <param name="IsMirrored">Whether mirror images count as objects.</param>
/// <param name="Objects">Objects that are learned from.</param>
/// <param name="Views">Windows that are made of each: itself, its mirror image, and views that differ a little.</param>
/// <param name="Negatives">Negatives that a stage is given.</param>
public sealed record CascadePlan(BoxSize WindowSize, bool IsMirrored, int Objects, int Views, int Negatives)
{
    // Below about this many windows of objects, differing views help; above, time grows and results hardly do.
    private const int FewestWindows = 4000;
    private const int MostWindows = 12000;
    private const int MostViews = 20;
    private const int FewestNegatives = 2000;
    private const int MostNegatives = 10000;

    // The shorter side of a window. Viola and Jones, IJCV 2004, and most cascades since use 20 to 24.
    private const int UsualSide = 24;
    private const int LongestSide = 72;
    private const int SmallestSide = 12;

    // A mean picture that agrees with its mirror image to this correlation shows a thing that has no left and right.
    private const double SymmetricCorrelation = 0.8;

    internal int PositiveWindows => Math.Min(Objects * Views, MostWindows);

    /// <exception cref="ArgumentException">There are no objects.</exception>
    internal static CascadePlan Choose(IReadOnlyList<ObjectExample> examples, CascadeTrainingOptions options)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("there are no objects to learn from", nameof(examples));
        }

        BoxSize window = options.WindowSize ?? ChooseWindow(examples);
        bool isMirrored = options.IsMirrored ?? IsSymmetric(examples, window);
        int mirrorings = isMirrored ? 2 : 1;
        int views = Math.Clamp((FewestWindows + examples.Count - 1) / examples.Count, 1, MostViews);
        views = (views + mirrorings - 1) / mirrorings * mirrorings;
        var plan = new CascadePlan(window, isMirrored, examples.Count, views, 0);
        return plan with { Negatives = Math.Clamp(plan.PositiveWindows, FewestNegatives, MostNegatives) };
    }

    // The median proportions, and no more pixels than a quarter of the objects have.
    private static BoxSize ChooseWindow(IReadOnlyList<ObjectExample> examples)
    {
        double[] aspects = [.. examples.Select(static e => (double)e.Box.Width / e.Box.Height).Order()];
        double aspect = aspects[aspects.Length / 2];
        int[] shorterSides = [.. examples.Select(static e => Math.Min(e.Box.Width, e.Box.Height)).Order()];
        double shorter = Math.Clamp(shorterSides[shorterSides.Length / 4], SmallestSide, UsualSide);
        double longer = Math.Min(shorter * Math.Max(aspect, 1 / aspect), LongestSide);
        shorter = Math.Max(longer * Math.Min(aspect, 1 / aspect), SmallestSide);
        return aspect >= 1
            ? new BoxSize((int)Math.Round(longer), (int)Math.Round(shorter))
            : new BoxSize((int)Math.Round(shorter), (int)Math.Round(longer));
    }

    private static bool IsSymmetric(IReadOnlyList<ObjectExample> examples, BoxSize window)
    {
        double[] mean = new double[window.Width * window.Height];
        double[] mirrored = new double[mean.Length];
        foreach (
            (byte[] pixels, _) in Cascades.PositiveWindows.Cut(
                examples,
                new PositivePlan(window, 1, false, MostWindows),
                0
            )
        )
        {
            for (int i = 0; i < mean.Length; i++)
            {
                int row = i / window.Width * window.Width;
                mean[i] += pixels[i];
                mirrored[row + window.Width - 1 - (i - row)] += pixels[i];
            }
        }

        return Correlation(mean, mirrored) >= SymmetricCorrelation;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average();
        double meanB = b.Average();
        double products = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            products += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }

        return squaresA > 0 && squaresB > 0 ? products / Math.Sqrt(squaresA * squaresB) : 1;
    }
}
