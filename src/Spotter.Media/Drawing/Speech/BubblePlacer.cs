using Spotter.Vision;

namespace Spotter.Media.Drawing.Speech;

/// <summary>
/// Finds a place for a bubble: wholly inside the picture, near its face, and on no face if there is such a place.
/// </summary>
internal static class BubblePlacer
{
    // Costs of a place: covering anything at all is worse than any way, and more of it worse than less.
    private const double Touching = 1e6;
    private const double Covering = 1e6;

    // Two bubbles on one another are both unreadable.
    private const double WorseOfBubbles = 5;
    private const double Staying = 0.4;

    // A hat may be covered a little before a bubble moves; a face that grows may touch the bubble that was there.
    private const double CoveringSticker = 3;
    private const double Patience = -0.1;
    private const double Near = 1;

    // With more, the pushes along their edges would take longer than the drawing.
    private const int MostEdges = 10;

    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="face">Who speaks.</param>
    /// <param name="size">Of the bubble; not larger than the picture.</param>
    /// <param name="avoid">What is not to be covered: faces.</param>
    /// <param name="stickers">What had better not be covered: hats.</param>
    /// <param name="bubbles">Bubbles that are there already; covering one is worse.</param>
    /// <param name="before">Where the bubble was, from the face's upper left corner; null for nowhere.</param>
    public static Box Place(
        int width,
        int height,
        Box face,
        BoxSize size,
        IReadOnlyList<Box> avoid,
        IReadOnlyList<Box> stickers,
        IReadOnlyList<Box> bubbles,
        (int Dx, int Dy)? before = null
    )
    {
        Box best = default;
        double least = double.MaxValue;
        if (before is { } last)
        {
            Consider(face.X + last.Dx, face.Y + last.Dy, -Staying, Patience);
        }

        int gap = Math.Max(4, face.Height / 10);
        int middle = face.X + face.Width / 2;
        int quarter = face.Width / 4;
        int above = face.Y - gap - size.Height;
        int below = face.Bottom + gap;
        int left = face.X - gap - size.Width;
        int right = face.Right + gap;
        int brow = face.Y + face.Height / 4 - size.Height;
        int mouth = face.Y + face.Height * 3 / 4 - size.Height / 2;

        // As in comics, above is better than below, and the right, where the eye goes on, better than the left.
        Consider(middle + quarter, above, 0);
        Consider(middle - quarter - size.Width, above, 0.02);
        Consider(right, brow, 0.05);
        Consider(left, brow, 0.07);
        Consider(middle - size.Width / 2, above, 0.1);
        Consider(right, mouth, 0.12);
        Consider(left, mouth, 0.14);
        Consider(middle + quarter, below, 0.3);
        Consider(middle - quarter - size.Width, below, 0.32);
        Consider(middle - size.Width / 2, below, 0.34);
        if (least < Near)
        {
            return best;
        }

        // If there is a free place at all, then there is one that touches an edge of the picture or of something on two
        // sides: any other can be pushed left and up to such a one.
        List<int> columns = [0, width - size.Width];
        List<int> rows = [0, height - size.Height];
        foreach (Box box in avoid.Concat(bubbles).Concat(stickers).OrderBy(box => Distance(box, face)).Take(MostEdges))
        {
            columns.Add(box.Right);
            columns.Add(box.X - size.Width);
            rows.Add(box.Bottom);
            rows.Add(box.Y - size.Height);
        }

        foreach (int x in columns)
        {
            foreach (int y in rows)
            {
                Consider(x, y, 0.4);
            }
        }

        return best;

        void Consider(int x, int y, double dislike, double patience = 0)
        {
            var place = new Box(
                Math.Clamp(x, 0, width - size.Width),
                Math.Clamp(y, 0, height - size.Height),
                size.Width,
                size.Height
            );

            // What the picture's edge pushes is not where it was meant to be; how far, in faces.
            double far = (Math.Abs(place.X - x) + Math.Abs(place.Y - y)) / (double)Math.Max(1, face.Height);
            far += Distance(place, face) / Math.Max(1, face.Height);
            double cost = dislike + 0.2 * far;
            foreach (Box box in avoid)
            {
                long shared = place.Intersect(box.Inflate(patience)).Area;
                cost += shared > 0 ? Touching + Covering * shared / place.Area : 0;
            }

            foreach (Box sticker in stickers)
            {
                cost += CoveringSticker * place.Intersect(sticker).Area / place.Area;
            }

            foreach (Box bubble in bubbles)
            {
                long shared = place.Intersect(bubble).Area;
                cost += shared > 0 ? Touching + WorseOfBubbles * Covering * shared / place.Area : 0;
            }

            if (cost < least)
            {
                least = cost;
                best = place;
            }
        }
    }

    // From edge to edge, in pixels.
    private static double Distance(Box a, Box b) =>
        double.Hypot(
            Math.Max(0, Math.Max(a.X - b.Right, b.X - a.Right)),
            Math.Max(0, Math.Max(a.Y - b.Bottom, b.Y - a.Bottom))
        );
}
