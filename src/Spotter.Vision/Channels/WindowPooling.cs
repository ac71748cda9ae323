using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// What the windows of a group agree on. A window that is surely right is right a cell beside and at the next scale,
/// too; what only looks like an object does so at one place. So a group's score is the logarithm of the sum of its
/// windows' odds, and its box is their mean.
/// </summary>
internal static class WindowPooling
{
    // Sums of boosted votes are too sure of themselves to be log odds: this many are worth one. 3 to 6 serve about
    // alike.
    private const double Temperature = 4;

    // Windows that lie less over the best one may be of a neighbour.
    private const double LeastOverlap = 0.5;

    /// <param name="group">Best first; at least one.</param>
    public static Candidate Pool(List<Candidate> group)
    {
        Candidate best = group[0];
        double odds = 0;
        double x = 0;
        double y = 0;
        double width = 0;
        double height = 0;
        foreach ((Box box, double score, _) in group)
        {
            if (box.IntersectionOverUnion(best.Box) > LeastOverlap)
            {
                double weight = Math.Exp((score - best.Score) / Temperature);
                odds += weight;
                x += weight * box.X;
                y += weight * box.Y;
                width += weight * box.Width;
                height += weight * box.Height;
            }
        }

        var mean = new Box(Rounded(x / odds), Rounded(y / odds), Rounded(width / odds), Rounded(height / odds));
        return new Candidate(mean, best.Score + (Temperature * Math.Log(odds)), group.Count);
    }

    private static int Rounded(double value) => (int)Math.Round(value);
}
