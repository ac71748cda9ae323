using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

/// <summary>A world whose paths are known, and a detector that errs in known ways.</summary>
internal sealed class SyntheticWorld
{
    public required SyntheticObject[] Objects { get; init; }

    public int Seed { get; init; }

    public double FramesPerSecond { get; init; } = 25;

    public int Frames { get; init; } = 100;

    /// <summary>Standard deviation of each detected coordinate and of the size, in parts of the box.</summary>
    public double Jitter { get; init; }

    public double MissRate { get; init; }

    /// <summary>Chance of a false alarm in a frame; none overlaps one of the last ten frames.</summary>
    public double FalseAlarmRate { get; init; }

    /// <summary>Frames in which nothing of the object is detected.</summary>
    public Func<int, SyntheticObject, bool> Hidden { get; init; } = static (_, _) => false;

    public TimeSpan TimeOf(int frame) => TimeSpan.FromSeconds(frame / FramesPerSecond);

    public RealBox Truth(SyntheticObject item, int frame)
    {
        double t = frame / FramesPerSecond;
        return new RealBox(item.X + item.SpeedX * t, item.Y + item.SpeedY * t, item.Width, item.Height);
    }

    public IEnumerable<(int Frame, List<Detection> Detections)> Watch()
    {
        var random = new Random(Seed);
        var alarms = new Queue<(int Frame, Box Box)>();
        for (int frame = 0; frame < Frames; frame++)
        {
            List<Detection> detections = [];
            foreach (SyntheticObject item in Objects)
            {
                RealBox truth = Truth(item, frame);
                var seen = new RealBox(
                    truth.CenterX + Gauss(random) * Jitter * truth.Width,
                    truth.CenterY + Gauss(random) * Jitter * truth.Height,
                    truth.Width * (1 + Gauss(random) * Jitter),
                    truth.Height * (1 + Gauss(random) * Jitter)
                );
                if (random.NextDouble() >= MissRate && !Hidden(frame, item))
                {
                    detections.Add(new Detection(seen.Round(), 1, item.Label));
                }
            }

            var alarm = new Box(random.Next(1000), random.Next(1000), random.Next(20, 100), random.Next(20, 100));
            while (alarms.TryPeek(out (int Frame, Box Box) old) && frame - old.Frame > 10)
            {
                alarms.Dequeue();
            }

            bool isAlone =
                alarms.All(old => old.Box.Inflate(1).Intersect(alarm.Inflate(1)).IsEmpty)
                && Objects.All(item => Truth(item, frame).Round().Inflate(1).Intersect(alarm).IsEmpty);
            if (random.NextDouble() < FalseAlarmRate && isAlone)
            {
                alarms.Enqueue((frame, alarm));
                detections.Add(new Detection(alarm, 1, Objects.Length > 0 ? Objects[0].Label : "person"));
            }

            yield return (frame, detections);
        }
    }

    /// <summary>
    /// The identities under which an object was shown while it overlapped no other, in the order of first showing.
    /// </summary>
    public List<int> IdentitiesOf(SyntheticObject item, IEnumerable<(int Frame, IReadOnlyList<Detection> Shown)> run)
    {
        List<int> identities = [];
        foreach ((int frame, IReadOnlyList<Detection> shown) in run)
        {
            RealBox truth = Truth(item, frame);
            if (Objects.Any(other => other != item && Truth(other, frame).IntersectionOverUnion(truth) > 0))
            {
                continue;
            }

            foreach (Detection detection in shown)
            {
                int id = detection.TrackId!.Value;
                if (RealBox.From(detection.Box).IntersectionOverUnion(truth) > 0.3 && !identities.Contains(id))
                {
                    identities.Add(id);
                }
            }
        }

        return identities;
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>An object that starts at a centre and keeps its speed, in pixels and pixels a second.</summary>
internal sealed record SyntheticObject(
    double X,
    double Y,
    double SpeedX,
    double SpeedY,
    double Width = 40,
    double Height = 80,
    string Label = "person"
);
