using Spotter.Vision;

namespace Spotter.Videos.Hiding;

/// <summary>Links what a detector finds in frame after frame to tracklets, nearest first.</summary>
/// <remarks>
/// The tracker of the run is made for identities: it is careful about what belongs together, smooths and forgets. Here
/// a wrong link hides a little too much and a missing one shows a face, so that it links over more than a box's size of
/// movement a frame.
/// </remarks>
internal sealed class TrackletLinker
{
    // In box sizes, between where a thing was or is expected and where one is found; and as far as it can have gone
    // since at its speed, wherever it turned. A face of 60 pixels that moves 70 a frame stays itself.
    private const double Reach = 1.5;
    private const double ReachAMiss = 0.25;
    private const double MostGrowth = 2;

    private readonly List<Tracklet> _tracklets = [];
    private readonly List<(double Distance, int Tracklet, int Found)> _pairs = [];

    /// <summary>Those that matter to frames that are still held.</summary>
    public IReadOnlyList<Tracklet> Tracklets => _tracklets;

    /// <summary>Takes in a frame.</summary>
    public void Add(IReadOnlyList<Detection> found, long number, TimeSpan time, Box picture)
    {
        Pair(found, number, time);
        var linked = new HashSet<int>();
        var taken = new HashSet<int>();
        foreach ((_, int tracklet, int index) in _pairs)
        {
            if (!linked.Contains(tracklet) && !taken.Contains(index))
            {
                linked.Add(tracklet);
                taken.Add(index);
                _tracklets[tracklet].Add(new Sighting(number, time, found[index].Box));
            }
        }

        for (int i = 0; i < found.Count; i++)
        {
            if (!taken.Contains(i) && !found[i].Box.IsEmpty)
            {
                _tracklets.Add(new Tracklet(new Sighting(number, time, found[i].Box), picture));
            }
        }
    }

    /// <summary>Forgets what does not matter to this frame nor to those after it.</summary>
    public void Forget(long number, TimeSpan time) => _tracklets.RemoveAll(tracklet => tracklet.IsOver(number, time));

    private void Pair(IReadOnlyList<Detection> found, long number, TimeSpan time)
    {
        _pairs.Clear();
        for (int i = 0; i < _tracklets.Count; i++)
        {
            Tracklet tracklet = _tracklets[i];
            long frames = number - tracklet.Last.Number;
            if (frames > Tracklet.Frames && (time - tracklet.Last.Time).Duration() > Tracklet.After)
            {
                continue;
            }

            double reach =
                Reach + (ReachAMiss * (frames - 1)) + (tracklet.Speed * frames / Math.Sqrt(tracklet.Last.Box.Area));
            Box expected = tracklet.Expected(number);
            for (int j = 0; j < found.Count; j++)
            {
                double distance = Math.Min(Distance(tracklet.Last.Box, found[j].Box), Distance(expected, found[j].Box));
                if (distance <= reach)
                {
                    _pairs.Add((distance, i, j));
                }
            }
        }

        _pairs.Sort();
    }

    /// <summary>Between the middles, in sizes of the larger box; infinite where one cannot be the other.</summary>
    private static double Distance(Box a, Box b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return double.PositiveInfinity;
        }

        (double sizeA, double sizeB) = (Math.Sqrt(a.Area), Math.Sqrt(b.Area));
        double larger = Math.Max(sizeA, sizeB);
        double x = (a.X - b.X) + ((a.Width - b.Width) / 2.0);
        double y = (a.Y - b.Y) + ((a.Height - b.Height) / 2.0);
        return larger > MostGrowth * Math.Min(sizeA, sizeB)
            ? double.PositiveInfinity
            : Math.Sqrt((x * x) + (y * y)) / larger;
    }
}
