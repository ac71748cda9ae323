namespace Spotter.Vision.Masks;

/// <summary>
/// The outlines of a mask: closed ways along the edges of its pixels, with the mask to the right of them, so that
/// pieces go round clockwise as the picture is seen and holes the other way.
/// </summary>
internal static class MaskOutlines
{
    /// <summary>Right, down, left, up.</summary>
    private static readonly (int X, int Y)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    /// <summary>Outlines of pieces and of holes, simplified.</summary>
    public static List<List<Point>> Contours(DetectionMask mask, double tolerance) =>
        [.. Trace(mask).Select(way => Simplify(way, tolerance)).Where(static way => way.Count > 2)];

    /// <summary>One polygon a piece, its holes cut open.</summary>
    public static List<List<Point>> Polygons(DetectionMask mask, double tolerance)
    {
        List<List<Point>> ways = Trace(mask);
        List<List<Point>> polygons =
        [
            .. Joined(mask, ways).Select(way => Simplify(way, tolerance)).Where(static way => way.Count > 2),
        ];
        polygons.Sort(static (a, b) => Area(b).CompareTo(Area(a)));
        return polygons;
    }

    /// <summary>Twice the area: above 0 where the way goes round clockwise as the picture is seen.</summary>
    private static double Area(List<Point> way)
    {
        double area = 0;
        for (int i = 0; i < way.Count; i++)
        {
            (Point a, Point b) = (way[i], way[(i + 1) % way.Count]);
            area += (a.X * b.Y) - (b.X * a.Y);
        }

        return area;
    }

    private static List<List<Point>> Trace(DetectionMask mask)
    {
        Box box = mask.Box;
        var ways = new List<List<Point>>();
        bool[] done = new bool[box.Area];
        for (int y = 0; y < box.Height; y++)
        {
            for (int x = 0; x < box.Width; x++)
            {
                // Each way has an upper edge of a pixel in it somewhere.
                if (Holds(mask, x, y) && !Holds(mask, x, y - 1) && !done[y * box.Width + x])
                {
                    ways.Add(Follow(mask, x, y, done));
                }
            }
        }

        return ways;
    }

    private static List<Point> Follow(DetectionMask mask, int startX, int startY, bool[] done)
    {
        Box box = mask.Box;
        var corners = new List<Point>();
        (int x, int y, int direction) = (startX, startY, 0);
        do
        {
            if (direction == 0)
            {
                done[y * box.Width + x] = true;
            }

            (x, y) = (x + Steps[direction].X, y + Steps[direction].Y);

            // Of the two pixels ahead, the one to the right of the way and the one to the left.
            int turn =
                !Holds(mask, Ahead(x, y, direction, 1)) ? 1
                : !Holds(mask, Ahead(x, y, direction, -1)) ? 0
                : -1;
            if (turn != 0)
            {
                corners.Add(new Point(box.X + x, box.Y + y));
                direction = (direction + turn) & 3;
            }
        } while ((x, y, direction) != (startX, startY, 0));

        return corners;
    }

    private static (int X, int Y) Ahead(int x, int y, int direction, int side)
    {
        (int X, int Y) along = Steps[direction];
        (int X, int Y) aside = Steps[(direction + side) & 3];

        // The corner is the middle of four pixels.
        return (x + ((along.X + aside.X - 1) / 2), y + ((along.Y + aside.Y - 1) / 2));
    }

    private static bool Holds(DetectionMask mask, (int X, int Y) pixel) => Holds(mask, pixel.X, pixel.Y);

    private static bool Holds(DetectionMask mask, int x, int y) =>
        (uint)x < (uint)mask.Box.Width && (uint)y < (uint)mask.Box.Height && mask.IsSet(x, y);

    /// <summary>Each hole becomes part of what lies above it, by a cut straight up from its highest corner.</summary>
    private static List<List<Point>> Joined(DetectionMask mask, List<List<Point>> ways)
    {
        List<List<Point>> pieces = [.. ways.Where(static way => Area(way) > 0)];
        IEnumerable<List<Point>> holes = ways.Where(static way => Area(way) < 0).OrderBy(static way => Top(way).Y);
        foreach (List<Point> hole in holes)
        {
            Point start = Top(hole);
            int x = (int)start.X;
            int y = (int)start.Y;
            while (mask.Contains(x, y - 1))
            {
                y--;
            }

            var end = new Point(x, y);
            (List<Point> piece, int edge) = EdgeAt(pieces, end);
            int from = hole.IndexOf(start);
            piece.InsertRange(edge + 1, [end, .. hole[from..], .. hole[..from], start, end]);
        }

        return pieces;
    }

    // Of the highest corners the leftmost.
    private static Point Top(List<Point> way) => way.OrderBy(static corner => corner.Y).ThenBy(static c => c.X).First();

    /// <summary>The upper edge of a pixel that begins at a place.</summary>
    private static (List<Point> Piece, int Edge) EdgeAt(List<List<Point>> pieces, Point place)
    {
        foreach (List<Point> piece in pieces)
        {
            for (int i = 0; i < piece.Count; i++)
            {
                (Point a, Point b) = (piece[i], piece[(i + 1) % piece.Count]);
                if (a.Y == place.Y && b.Y == place.Y && a.X <= place.X && place.X < b.X)
                {
                    return (piece, i);
                }
            }
        }

        throw new InvalidOperationException($"no outline goes through {place}");
    }

    /// <summary>
    /// Douglas and Peucker, The Canadian Cartographer 10, 1973, of a closed way: its two halves between the first
    /// corner and the one farthest from it.
    /// </summary>
    private static List<Point> Simplify(List<Point> way, double tolerance)
    {
        if (tolerance <= 0 || way.Count < 4)
        {
            return way;
        }

        int far = 0;
        for (int i = 1; i < way.Count; i++)
        {
            far = way[0].DistanceTo(way[i]) > way[0].DistanceTo(way[far]) ? i : far;
        }

        bool[] kept = new bool[way.Count + 1];
        kept[0] = kept[far] = true;
        var open = new Stack<(int From, int To)>([(0, far), (far, way.Count)]);
        while (open.TryPop(out (int From, int To) part))
        {
            (Point a, Point b) = (way[part.From], way[part.To % way.Count]);
            (int worst, double distance) = (-1, tolerance);
            for (int i = part.From + 1; i < part.To; i++)
            {
                double off = way[i].DistanceTo(a, b);
                (worst, distance) = off > distance ? (i, off) : (worst, distance);
            }

            if (worst >= 0)
            {
                kept[worst] = true;
                open.Push((part.From, worst));
                open.Push((worst, part.To));
            }
        }

        return [.. way.Where((_, i) => kept[i])];
    }
}
