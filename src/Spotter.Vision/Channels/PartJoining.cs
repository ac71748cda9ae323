using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// Makes one find of those that touch: of an object larger than what was learned of it, such as a car seen from a
/// corner by a model of rear views, windows find several parts, and none of them alone has the object's extent.
/// </summary>
/// <remarks>
/// Best first, a find takes in those near it, and what lies in the box grown so far. The box grows over what it takes
/// in where that is about as certain and as large as the find itself, and while it keeps the proportions of one object.
/// All numbers were chosen on dash-cam frames, with a model that had learned the rears of cars.
/// </remarks>
internal static class PartJoining
{
    // A part may be this much less certain than the find that takes it in, in parts of its score, to make its box grow.
    private const double CertainPart = 0.4;

    // What a part adds to the score.
    private const double PartWeight = 0.4;

    // How far beside a find its parts are looked for, in widths of the find, and how much of a part must lie there.
    private const double Reach = 0.1;
    private const double Touching = 0.3;
    private const double Inside = 0.7;

    private const double LargestHeightRatio = 2.5;
    private const double WidestObject = 2.6;
    private const double HighestGrowth = 1.6;

    /// <summary>Joins finds.</summary>
    /// <param name="finds">Best first, as <see cref="WindowGrouping"/> leaves them; receives the joined ones, best
    /// first.</param>
    public static void Join(List<Candidate> finds)
    {
        var open = new List<Candidate>(finds);
        finds.Clear();
        while (open.Count > 0)
        {
            finds.Add(TakeIn(open));
        }

        finds.Sort(static (a, b) => b.Score.CompareTo(a.Score));
    }

    // The best of the open finds with all that belongs to it, which is open no longer.
    private static Candidate TakeIn(List<Candidate> open)
    {
        Candidate best = open[0];
        open.RemoveAt(0);
        Box box = best.Box;
        double score = best.Score;
        int count = best.Count;
        int next;
        while ((next = open.FindIndex(other => Belongs(other.Box, best.Box, box))) >= 0)
        {
            Candidate part = open[next];
            open.RemoveAt(next);
            score += PartWeight * Math.Max(part.Score, 0);
            count += part.Count;
            if (part.Score >= CertainPart * best.Score && HaveLikeHeights(part.Box, best.Box))
            {
                Box grown = Around(box, part.Box);
                box = IsOneObject(grown, best.Box) ? grown : box;
            }
        }

        return new Candidate(box, score, count);
    }

    private static bool Belongs(Box part, Box best, Box grown)
    {
        int reach = (int)Math.Round(Reach * best.Width);
        var near = new Box(grown.X - reach, grown.Y, grown.Width + (2 * reach), grown.Height);
        return (HaveLikeHeights(part, best) && near.Intersect(part).Area > Touching * part.Area)
            || grown.Intersect(part).Area > Inside * part.Area;
    }

    private static bool HaveLikeHeights(Box a, Box b) =>
        Math.Max(a.Height, b.Height) <= LargestHeightRatio * Math.Min(a.Height, b.Height);

    private static bool IsOneObject(Box grown, Box best) =>
        grown.Width <= WidestObject * grown.Height && grown.Height <= HighestGrowth * best.Height;

    private static Box Around(Box a, Box b)
    {
        int x = Math.Min(a.X, b.X);
        int y = Math.Min(a.Y, b.Y);
        return new Box(x, y, Math.Max(a.Right, b.Right) - x, Math.Max(a.Bottom, b.Bottom) - y);
    }
}
