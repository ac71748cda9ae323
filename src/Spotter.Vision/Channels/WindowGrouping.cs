using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>Non-maximum suppression: of windows that overlap remains what they agree on.</summary>
internal static class WindowGrouping
{
    // Of the smaller box's area, as in Dollar's toolbox: a part of an object lies within the whole.
    private const double Overlap = 0.6;

    /// <summary>Keeps one of each group.</summary>
    /// <param name="candidates">Emptied of all but one of each group, best first.</param>
    /// <param name="minNeighbors">How many others a group needs.</param>
    public static void Group(List<Candidate> candidates, int minNeighbors)
    {
        candidates.Sort(static (a, b) => Order(a, b));
        var groups = new List<List<Candidate>>();
        foreach (Candidate candidate in candidates)
        {
            if (groups.Find(group => Overlaps(group[0].Box, candidate.Box)) is { } found)
            {
                found.Add(candidate);
            }
            else
            {
                groups.Add([candidate]);
            }
        }

        candidates.Clear();
        foreach (List<Candidate> group in groups)
        {
            if (group.Count > minNeighbors)
            {
                candidates.Add(WindowPooling.Pool(group));
            }
        }

        candidates.Sort(static (a, b) => Order(a, b));
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
