using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>Non-maximum suppression: of windows that overlap, the best remains.</summary>
internal static class WindowGrouping
{
    // Of the smaller box's area, as in Dollar's toolbox: a part of an object lies within the whole.
    private const double Overlap = 0.6;

    /// <summary>Keeps the best of each group.</summary>
    /// <param name="candidates">Emptied of all but the best of each group, best first.</param>
    /// <param name="minNeighbors">How many others a group needs.</param>
    public static void Group(List<Candidate> candidates, int minNeighbors)
    {
        candidates.Sort(static (a, b) => Order(a, b));
        var kept = new List<Candidate>();
        var neighbors = new List<int>();
        foreach (Candidate candidate in candidates)
        {
            int group = kept.FindIndex(other => Overlaps(other.Box, candidate.Box));
            if (group < 0)
            {
                kept.Add(candidate);
                neighbors.Add(0);
            }
            else
            {
                neighbors[group]++;
            }
        }

        candidates.Clear();
        for (int i = 0; i < kept.Count; i++)
        {
            if (neighbors[i] >= minNeighbors)
            {
                candidates.Add(kept[i]);
            }
        }
    }

    public static bool Overlaps(Box a, Box b) => a.Intersect(b).Area > Overlap * Math.Min(a.Area, b.Area);

    private static int Order(in Candidate a, in Candidate b)
    {
        int order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Box.Y.CompareTo(b.Box.Y);
        order = order != 0 ? order : a.Box.X.CompareTo(b.Box.X);
        order = order != 0 ? order : a.Box.Width.CompareTo(b.Box.Width);
        return order != 0 ? order : a.Box.Height.CompareTo(b.Box.Height);
    }
}
