// What OpenCV's groupRectangles does: overlapping candidates become one box each. The classes are the connected
// components of "similar"; a box is the mean of its class; small boxes inside larger, better supported ones go.

using System.Numerics;
using System.Runtime.InteropServices;

namespace Spotter.Vision.Detectors;

/// <summary>Groups candidates. The buffers are kept from call to call, so an instance belongs to one thread.</summary>
internal sealed class RectangleGrouping
{
    private const double Tolerance = 0.2;

    private readonly DisjointSets _sets = new();
    private readonly EdgesByLeft _sorted = new();
    private readonly List<Class> _classes = [];
    private int[] _classOfRoot = [];

    /// <summary>
    /// How far apart edges of similar boxes may lie, by the smaller width and the smaller height of both.
    /// </summary>
    public static double ToleranceOf(int width, int height) => Tolerance * (width + height) * 0.5;

    /// <summary>
    /// Replaces the candidates by a box for each class that has more than <paramref name="minNeighbors"/> of them.
    /// </summary>
    /// <param name="candidates">In the order in which classes are to be numbered. The score of a box is the best of its
    /// class.</param>
    /// <param name="minNeighbors">0 leaves the candidates as they are.</param>
    public void Group(List<Candidate> candidates, int minNeighbors)
    {
        if (minNeighbors == 0 || candidates.Count == 0)
        {
            return;
        }

        Span<Candidate> all = CollectionsMarshal.AsSpan(candidates);
        ConnectSimilar(all);
        CollectClasses(all);
        candidates.Clear();
        for (int i = 0; i < _classes.Count; i++)
        {
            if (_classes[i].Count > minNeighbors && !IsInsideBetter(i, minNeighbors))
            {
                candidates.Add(new Candidate(_classes[i].Box, _classes[i].Score, _classes[i].Count));
            }
        }
    }

    // Candidates sorted by their left edges: similar ones are not far apart in that order, which spares comparing all
    // pairs of the thousands that a large picture has.
    private void ConnectSimilar(ReadOnlySpan<Candidate> all)
    {
        _sets.Reset(all.Length);
        _sorted.Set(all);
        for (int i = 0; i < all.Length; i++)
        {
            int first = _sorted.IndexAt(i);
            for (int place = i + 1; _sorted.Reaches(i, place); place += EdgesByLeft.PlacesAtOnce)
            {
                for (uint near = _sorted.Near(i, place); near != 0; near &= near - 1)
                {
                    int second = _sorted.IndexAt(place + BitOperations.TrailingZeroCount(near));

                    // Most of what is near is connected already, by way of others.
                    if (_sets.Find(first) != _sets.Find(second) && AreSimilar(all[first].Box, all[second].Box))
                    {
                        _sets.Union(first, second);
                    }
                }
            }
        }
    }

    private static bool AreSimilar(Box a, Box b)
    {
        double delta = ToleranceOf(Math.Min(a.Width, b.Width), Math.Min(a.Height, b.Height));
        return Math.Abs(a.Y - b.Y) <= delta
            && Math.Abs(a.X - b.X) <= delta
            && Math.Abs(a.Right - b.Right) <= delta
            && Math.Abs(a.Bottom - b.Bottom) <= delta;
    }

    // Classes are numbered in the order of their first candidates.
    private void CollectClasses(ReadOnlySpan<Candidate> all)
    {
        _classes.Clear();
        if (_classOfRoot.Length < all.Length)
        {
            _classOfRoot = new int[all.Length * 2];
        }

        _classOfRoot.AsSpan(0, all.Length).Fill(-1);
        for (int i = 0; i < all.Length; i++)
        {
            ref int number = ref _classOfRoot[_sets.Find(i)];
            if (number < 0)
            {
                number = _classes.Count;
                _classes.Add(new Class(default, 0, double.NegativeInfinity));
            }

            Class sum = _classes[number];
            Box box = all[i].Box;
            _classes[number] = new Class(
                new Box(sum.Box.X + box.X, sum.Box.Y + box.Y, sum.Box.Width + box.Width, sum.Box.Height + box.Height),
                sum.Count + 1,
                Math.Max(sum.Score, all[i].Score)
            );
        }

        foreach (ref Class sum in CollectionsMarshal.AsSpan(_classes))
        {
            sum = sum.Mean();
        }
    }

    private bool IsInsideBetter(int index, int minNeighbors)
    {
        Class inner = _classes[index];
        for (int i = 0; i < _classes.Count; i++)
        {
            Class outer = _classes[i];
            if (i == index || outer.Count <= minNeighbors)
            {
                continue;
            }

            int dx = Round(outer.Box.Width * Tolerance);
            int dy = Round(outer.Box.Height * Tolerance);
            if (
                inner.Box.X >= outer.Box.X - dx
                && inner.Box.Y >= outer.Box.Y - dy
                && inner.Box.Right <= outer.Box.Right + dx
                && inner.Box.Bottom <= outer.Box.Bottom + dy
                && (outer.Count > Math.Max(3, inner.Count) || inner.Count < 3)
            )
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
                    (int)MathF.Round(Box.Height * reciprocal)
                ),
            };
        }
    }
}
