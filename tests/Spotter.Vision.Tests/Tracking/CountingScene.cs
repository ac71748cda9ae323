using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

/// <summary>
/// One who walks a known way before a detector that trembles and misses, through a tracker as it comes and over a line
/// through the middle of the picture.
/// </summary>
internal sealed class CountingScene(int seed)
{
    private const double Middle = 2000;

    private readonly Random _random = new(seed);

    public double FramesPerSecond { get; init; } = 25;

    /// <summary>The square root of width times height, in pixels.</summary>
    public double Size { get; init; } = 56;

    /// <summary>Height over width.</summary>
    public double Shape { get; init; } = 2;

    /// <summary>Standard deviation of a centre in box sizes; sizes tremble half as much.</summary>
    public double Jitter { get; init; }

    public double MissRate { get; init; }

    /// <summary>Which way the line runs, in radians.</summary>
    public double Angle { get; init; }

    public double Seconds { get; init; } = 10;

    /// <summary>How far the foot is left of the line at a time, in box sizes; below 0 right of it.</summary>
    public required Func<double, double> DistanceAt { get; init; }

    /// <summary>How far the foot is along the line from its middle at a time, in box sizes.</summary>
    public Func<double, double> AlongAt { get; init; } = static _ => 0;

    /// <summary>Which part of the height can be seen from the top at a time; 0 hides all.</summary>
    public Func<double, double> SeenAt { get; init; } = static _ => 1;

    public Point Foot(double time)
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        (double distance, double along) = (DistanceAt(time) * Size, AlongAt(time) * Size);
        return new Point(Middle + distance * sine + along * cosine, Middle - distance * cosine + along * sine);
    }

    public CountingLine Line()
    {
        (double sine, double cosine) = Math.SinCos(Angle);
        return new CountingLine(
            "line",
            new Point(Middle - Middle * cosine, Middle - Middle * sine),
            new Point(Middle + Middle * cosine, Middle + Middle * sine)
        );
    }

    public IEnumerable<(TimeSpan Time, List<Detection> Detections)> Watch()
    {
        for (int frame = 0; frame < Seconds * FramesPerSecond; frame++)
        {
            double time = frame / FramesPerSecond;
            double seen = SeenAt(time);
            List<Detection> detections = [];
            if (seen > 0 && _random.NextDouble() >= MissRate)
            {
                double height = Size * Math.Sqrt(Shape);
                Point foot = Foot(time);
                var box = RealBox.FromCorner(
                    foot.X - Size / Math.Sqrt(Shape) / 2,
                    foot.Y - height,
                    Size / Math.Sqrt(Shape),
                    seen * height
                );
                detections.Add(new Detection(Tremble(box).Round(), 0.9, "person"));
            }

            yield return (TimeSpan.FromSeconds(time), detections);
        }
    }

    /// <summary>What monitors tell of the scene.</summary>
    public List<TrackEvent> Tell(params ReadOnlySpan<ITrackMonitor> monitors)
    {
        List<TrackEvent> events = [];
        var tracker = new Tracker();
        long frame = 0;
        foreach ((TimeSpan time, List<Detection> detections) in Watch())
        {
            IReadOnlyList<Track> tracks = tracker.Update(detections, time);
            foreach (ITrackMonitor monitor in monitors)
            {
                events.AddRange(monitor.Update(tracks, time, frame));
            }

            frame++;
        }

        return events;
    }

    private RealBox Tremble(in RealBox box)
    {
        double step = Jitter * Size;
        return new RealBox(
            box.CenterX + step * Gauss(),
            box.CenterY + step * Gauss(),
            box.Width * Math.Exp(Jitter / 2 * Gauss()),
            box.Height * Math.Exp(Jitter / 2 * Gauss())
        );
    }

    private double Gauss() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
