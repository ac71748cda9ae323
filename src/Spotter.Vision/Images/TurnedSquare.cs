namespace Spotter.Vision.Images;

/// <summary>A square part of a picture that may be turned, as a face in it is.</summary>
/// <param name="X">Middle, in pixels of the picture.</param>
/// <param name="Y">Middle, in pixels of the picture.</param>
/// <param name="Side">In pixels of the picture, above 0.</param>
/// <param name="Radians">How far it is turned clockwise.</param>
internal readonly record struct TurnedSquare(double X, double Y, double Side, double Radians)
{
    // Sample points along a new pixel where it covers more than one old one.
    private const int MostSamples = 3;

    /// <summary>An upright square about the middle of a box.</summary>
    /// <param name="box">The box.</param>
    /// <param name="factor">How many times the longer side of the box.</param>
    public static TurnedSquare Around(Box box, double factor) =>
        new(box.X + (box.Width / 2.0), box.Y + (box.Height / 2.0), factor * Math.Max(box.Width, box.Height), 0);

    /// <summary>
    /// The square in which points lie as near as may be to where they should (least squares over moves, turns and
    /// scales; Umeyama, PAMI 1991).
    /// </summary>
    /// <param name="points">In pixels of the picture.</param>
    /// <param name="places">Where in the square they should lie, 0 to 1.</param>
    public static TurnedSquare Fit(ReadOnlySpan<Point> points, ReadOnlySpan<Point> places)
    {
        (Point from, Point to) = (Mean(places), Mean(points));
        double along = 0;
        double across = 0;
        double spread = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double u = places[i].X - from.X;
            double v = places[i].Y - from.Y;
            double x = points[i].X - to.X;
            double y = points[i].Y - to.Y;
            along += (u * x) + (v * y);
            across += (u * y) - (v * x);
            spread += (u * u) + (v * v);
        }

        double side = Math.Max(Math.Sqrt((along * along) + (across * across)) / spread, 1);
        var square = new TurnedSquare(0, 0, side, Math.Atan2(across, along));
        Point middle = square.ToPicture(from);
        return square with { X = to.X - middle.X, Y = to.Y - middle.Y };
    }

    /// <summary>The same square in a picture whose sides are divided by a number.</summary>
    public TurnedSquare ReducedBy(int factor) => new(X / factor, Y / factor, Side / factor, Radians);

    /// <summary>The pixel of the picture at a place of the square.</summary>
    /// <param name="place">0 to 1 each way from the square's top left.</param>
    public Point ToPicture(Point place)
    {
        (double sine, double cosine) = Math.SinCos(Radians);
        double u = (place.X - 0.5) * Side;
        double v = (place.Y - 0.5) * Side;
        return new Point(X + (cosine * u) - (sine * v), Y + (sine * u) + (cosine * v));
    }

    /// <summary>The place in the square, 0 to 1 within it, of a pixel of the picture.</summary>
    public Point ToSquare(Point pixel)
    {
        (double sine, double cosine) = Math.SinCos(Radians);
        double x = pixel.X - X;
        double y = pixel.Y - Y;
        return new Point((((cosine * x) + (sine * y)) / Side) + 0.5, (((cosine * y) - (sine * x)) / Side) + 0.5);
    }

    /// <summary>Cuts it out and scales it. What lies outside the picture repeats its edge.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="side">Pixels of the result, each way.</param>
    /// <param name="mirrored">Whether left and right change places.</param>
    /// <param name="target">Room for side x side pixels, row by row.</param>
    public void Cut(ImageView<byte> gray, int side, bool mirrored, Span<byte> target)
    {
        double step = Side / side;
        int samples = Math.Clamp((int)Math.Ceiling(step), 1, MostSamples);
        (double sine, double cosine) = Math.SinCos(Radians);
        double part = step / samples;
        double first = (part - Side) / 2;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                double sum = 0;
                for (int i = 0; i < samples; i++)
                {
                    double v = first + (((y * samples) + i) * part);
                    for (int j = 0; j < samples; j++)
                    {
                        double u = first + (((x * samples) + j) * part);
                        u = mirrored ? -u : u;
                        sum += GrayCrop.Sample(
                            gray,
                            X + (cosine * u) - (sine * v) - 0.5,
                            Y + (sine * u) + (cosine * v) - 0.5
                        );
                    }
                }

                target[(y * side) + x] = (byte)((sum / (samples * samples)) + 0.5);
            }
        }
    }

    /// <summary>Cuts it out as it is, and behind that its mirror image: what is asked about both errs less.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="side">Pixels of each result, each way.</param>
    /// <param name="target">Room for two results.</param>
    public void CutBothWays(ImageView<byte> gray, int side, Span<byte> target)
    {
        Cut(gray, side, mirrored: false, target);
        for (int y = 0; y < side; y++)
        {
            Span<byte> row = target.Slice((side + y) * side, side);
            target.Slice(y * side, side).CopyTo(row);
            row.Reverse();
        }
    }

    private static Point Mean(ReadOnlySpan<Point> points)
    {
        double x = 0;
        double y = 0;
        foreach (Point point in points)
        {
            x += point.X;
            y += point.Y;
        }

        return new Point(x / points.Length, y / points.Length);
    }
}
