// What OpenCV's groupRectangles does: overlapping candidates become one box each. The classes are the connected
// components of "similar"; a box is the mean of its class; small boxes inside larger, better supported ones go.

using System.Runtime.InteropServices;

namespace Spotter.Vision.Detectors;

internal static class RectangleGrouping
{
    private const double Tolerance = 0.2;

    /// <summary>Replaces the candidates by a box for each class that has more than <paramref name="minNeighbors"/> of them.</summary>
    /// <param name="candidates">In the order in which classes are to be numbered. The score of a box is the best of its class.</param>
    /// <param name="minNeighbors">0 leaves the candidates as they are.</param>
    public static void Group(List<Candidate> candidates, int minNeighbors)
    {
        if (minNeighbors == 0 || candidates.Count == 0)
        {
            return;
        }

        Span<Candidate> all = CollectionsMarshal.AsSpan(candidates);
        var sets = new DisjointSets(all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = i + 1; j < all.Length; j++)
            {
                if (AreSimilar(all[i].Box, all[j].Box))
                {
                    sets.Union(i, j);
                }
            }
        }

        List<Class> classes = Collect(all, sets);
        candidates.Clear();
        foreach (Class candidate in classes)
        {
            if (candidate.Count > minNeighbors && !IsInsideBetter(candidate, classes, minNeighbors))
            {
                candidates.Add(new Candidate(candidate.Box, candidate.Score));
            }
        }
    }

    private static bool AreSimilar(Box a, Box b)
    {
        double delta = Tolerance * (Math.Min(a.Width, b.Width) + Math.Min(a.Height, b.Height)) * 0.5;
        return Math.Abs(a.X - b.X) <= delta
            && Math.Abs(a.Y - b.Y) <= delta
            && Math.Abs(a.Right - b.Right) <= delta
            && Math.Abs(a.Bottom - b.Bottom) <= delta;
    }

    private static List<Class> Collect(ReadOnlySpan<Candidate> all, DisjointSets sets)
    {
        var sums = new List<Class>();
        var numberOfRoot = new Dictionary<int, int>();
        for (int i = 0; i < all.Length; i++)
        {
            int root = sets.Find(i);
            if (!numberOfRoot.TryGetValue(root, out int number))
            {
                number = sums.Count;
                numberOfRoot.Add(root, number);
                sums.Add(new Class(default, 0, double.NegativeInfinity));
            }

            Class sum = sums[number];
            Box box = all[i].Box;
            sums[number] = new Class(
                new Box(sum.Box.X + box.X, sum.Box.Y + box.Y, sum.Box.Width + box.Width, sum.Box.Height + box.Height),
                sum.Count + 1,
                Math.Max(sum.Score, all[i].Score));
        }

        return sums.ConvertAll(static sum => sum.Mean());
    }

    private static bool IsInsideBetter(Class inner, List<Class> classes, int minNeighbors)
    {
        foreach (Class outer in classes)
        {
            if (outer == inner || outer.Count <= minNeighbors)
            {
                continue;
            }

            int dx = Round(outer.Box.Width * Tolerance);
            int dy = Round(outer.Box.Height * Tolerance);
            if (inner.Box.X >= outer.Box.X - dx
                && inner.Box.Y >= outer.Box.Y - dy
                && inner.Box.Right <= outer.Box.Right + dx
                && inner.Box.Bottom <= outer.Box.Bottom + dy
                && (outer.Count > Math.Max(3, inner.Count) || inner.Count < 3))
            {
                return true;
            }
        }

        return false;
    }

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);

    private readonly record struct Class(Box Box, int Count, double Score)
    {
        // OpenCV multiplies by the reciprocal in single precision; a division would round otherwise now and then.
        public Class Mean()
        {
            float reciprocal = 1f / Count;
            return this with
            {
                Box = new Box(
                    (int)MathF.Round(Box.X * reciprocal),
                    (int)MathF.Round(Box.Y * reciprocal),
                    (int)MathF.Round(Box.Width * reciprocal),
                    (int)MathF.Round(Box.Height * reciprocal)),
            };
        }
    }
}
