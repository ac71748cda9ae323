using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

/// <summary>Counts through the tracker with its defaults, against what is known of made scenes.</summary>
public sealed class CountingTrustTests
{
    private static readonly double[] Sizes = [20, 56, 130];

    public static TheoryData<double, double> RatesAndJitters =>
        new MatrixTheoryData<double, double>([5, 10, 25], [0, 0.03, 0.06, 0.1]);

    public static TheoryData<double> Rates => [5, 10, 25];

    [Theory]
    [MemberData(nameof(Rates))]
    public void Line_TenMinutesOnIt_TellsNothing(double rate)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            double from = seed * 0.1;
            var scene = new CountingScene(seed)
            {
                FramesPerSecond = rate,
                Size = Sizes[seed % 3],
                Jitter = 0.1,
                MissRate = 0.1 * (seed % 3),
                Angle = seed * 0.7,
                Seconds = 600,
                DistanceAt = time => seed % 2 == 0 ? Math.Max(from, 4 - time) : from,
            };
            Assert.Empty(scene.Tell(scene.Line()));
        }
    }

    [Theory]
    [MemberData(nameof(RatesAndJitters))]
    public void Line_VanishedBeforeIt_CountsNothing(double rate, double jitter)
    {
        for (int seed = 0; seed < 30; seed++)
        {
            double gap = 0.2 + 0.4 * seed / 29;
            double speed = 0.5 + seed % 4;
            CountingScene scene = Walker(seed, rate, jitter, speed, time => 4 - speed * time >= gap ? 1 : 0);
            Assert.Empty(scene.Tell(scene.Line()));
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Line_VanishedBeyondIt_Counts(double rate)
    {
        for (int seed = 0; seed < 30; seed++)
        {
            CountingScene scene = Walker(seed, rate, 0, 1, static time => 4 - time >= -0.6 ? 1 : 0);
            Assert.Single(scene.Tell(scene.Line()));
        }
    }

    [Theory]
    [MemberData(nameof(RatesAndJitters))]
    public void Line_HiddenWhileCrossing_CountsOnce(double rate, double jitter)
    {
        int right = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            double speed = 0.5 + seed % 4;
            double crossing = Math.Max(3, 4 / speed);
            double hidden = 0.4 + 1.6 * random.NextDouble();
            double begin = crossing - random.NextDouble() * hidden;
            var scene = new CountingScene(seed)
            {
                FramesPerSecond = rate,
                Size = Sizes[seed % 3],
                Jitter = jitter,
                MissRate = 0.05,
                Angle = seed * 0.7,
                Seconds = 2 * crossing + 2,
                DistanceAt = time => speed * (crossing - time),
                SeenAt = time => time >= begin && time < begin + hidden ? 0 : 1,
            };
            right += scene.Tell(scene.Line()).Count == 1 ? 1 : 0;
        }

        Assert.InRange(right, 99, 100);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(90)]
    [InlineData(135)]
    [InlineData(170)]
    [InlineData(190)]
    [InlineData(300)]
    public void Line_OverItsJoint_CountsOnce(double degrees)
    {
        double wedge = degrees * Math.PI / 180;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            double turn = seed % 2 == 0 ? random.Next(8) * Math.PI / 4 : 2 * Math.PI * random.NextDouble();
            double size = Sizes[seed % 3];

            // Right over the joint, or past it nearby; out of the wedge or into it.
            double beside = seed % 5 < 2 ? 0 : 0.3 * size * (2 * random.NextDouble() - 1);
            double steep =
                turn + wedge / 2 + Math.Min(wedge, 2 * Math.PI - wedge) * 0.3 * (2 * random.NextDouble() - 1);
            double sign = seed % 4 < 2 ? 1 : -1;
            var scene = new CountingScene(seed)
            {
                Size = size,
                FramesPerSecond = seed % 3 == 0 ? 5 : 25,
                Angle = steep + Math.PI / 2,
                Seconds = 8,
                DistanceAt = time => sign * (4 - time) * 1.5,
                AlongAt = _ => beside / size,
            };
            var joint = new Point(2000, 2000);
            var line = new CountingLine("line", [Leg(joint, turn), joint, Leg(joint, turn + wedge)]);
            TrackEvent crossed = Assert.Single(scene.Tell(line));
            Assert.Equal(1, line.In + line.Out);
            Assert.Equal(sign > 0 == (line.In == 0), crossed.Kind == TrackEventKind.LineIn == sign < 0);
        }

        static Point Leg(Point joint, double angle) =>
            new(joint.X + 1500 * Math.Cos(angle), joint.Y + 1500 * Math.Sin(angle));
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(5, 6)]
    [InlineData(5, 4)]
    [InlineData(8, 8)]
    [InlineData(15, 8)]
    public void Line_FasterThanItsSizeAFrame_Counts(double rate, double speed)
    {
        int right = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            double lag = new Random(seed).NextDouble();
            var scene = new CountingScene(seed)
            {
                FramesPerSecond = rate,
                Size = Sizes[seed % 3],
                Shape = seed % 2 == 0 ? 2 : 0.6,
                Jitter = 0.03,
                Angle = seed * 0.7,
                Seconds = 14 / speed,
                DistanceAt = time => 3 + 5 * lag - speed * (time + lag / rate),
            };
            right += scene.Tell(scene.Line()).Count == 1 ? 1 : 0;
        }

        Assert.InRange(right, 95, 100);
    }

    [Theory]
    [MemberData(nameof(RatesAndJitters))]
    public void Line_LegsHiddenBesideIt_CountsNothing(double rate, double jitter)
    {
        for (int seed = 0; seed < 24; seed++)
        {
            var random = new Random(seed);
            double kept = 0.4 + 0.3 * random.NextDouble();
            double below = 0.35 + 0.3 * random.NextDouble();
            double speed = 0.5 + random.NextDouble();
            double change = seed % 2;
            var scene = new CountingScene(seed)
            {
                FramesPerSecond = rate,
                Size = Sizes[seed % 3],
                Jitter = jitter,
                MissRate = 0.05,
                DistanceAt = _ => -below,
                AlongAt = time => speed * time,
                Seconds = 12,
                SeenAt = time => 1 - (1 - kept) * Hidden(seed, time),
            };
            Assert.Empty(scene.Tell(scene.Line()));
        }

        // At once, little by little, or from the beginning.
        static double Hidden(int seed, double time) =>
            (seed % 3) switch
            {
                0 => time is > 4 and < 8 ? 1 : 0,
                1 => Math.Clamp(Math.Min(time - 4, 8 - time), 0, 1),
                _ => time < 4 ? 1 : 0,
            };
    }

    [Fact]
    public void Line_SitsDownBesideIt_CountsNothing()
    {
        // Who sits down is shorter too, but from above: the line is where his foot would be if it were not.
        var line = new CountingLine("line", new Point(0, 100), new Point(400, 100));
        for (int frame = 0; frame < 200; frame++)
        {
            double height = frame < 100 ? 60 : 36;
            var box = RealBox.FromCorner(180, 92 - height, 24, height);
            TimeSpan time = TimeSpan.FromSeconds(frame / 25.0);
            Assert.Empty(line.Update([Track.From(new Detection(box.Round(), 1, "person", 1), time)], time, frame));
        }
    }

    [Fact]
    public void Line_BelievedJustBeyondIt_CountsWhatWasSeenBefore()
    {
        // Two frames before the line, the third beyond it: the first that the tracker believes.
        var line = new CountingLine("line", new Point(0, 100), new Point(400, 100));
        var tracker = new Tracker();
        List<TrackEvent> events = [];
        int[] feet = [80, 94, 108, 122, 136];
        for (int frame = 0; frame < feet.Length; frame++)
        {
            TimeSpan time = TimeSpan.FromSeconds(frame / 10.0);
            var box = new Box(180, feet[frame] - 56, 28, 56);
            events.AddRange(line.Update(tracker.Update([new Detection(box, 1, "person")], time), time, frame));
        }

        Assert.Equal(TrackEventKind.LineIn, Assert.Single(events).Kind);
    }

    [Fact]
    public void Line_PredictedBoxes_CountNothing()
    {
        var line = new CountingLine("line", new Point(0, 100), new Point(400, 100));
        for (int frame = 0; frame < 20; frame++)
        {
            var found = new Detection(new Box(180, 20 + 8 * frame - 40, 40, 40), 1, "person", 1)
            {
                IsPredicted = frame > 7,
            };
            TimeSpan time = TimeSpan.FromSeconds(frame / 10.0);
            Assert.Empty(line.Update([Track.From(found, time)], time, frame));
        }
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(2.8)]
    [InlineData(10)]
    public void Zone_MissedInside_IsEnteredOnce(double gap)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            // The clock jumps, or nothing is found for some time.
            var scene = new CountingScene(seed)
            {
                Jitter = 0.04,
                MissRate = 0.1,
                Seconds = 12 + gap,
                DistanceAt = time => time < 5 ? 5 - time : 0,
                SeenAt = time => time >= 7 && time < 7 + gap ? 0 : 1,
            };
            var zone = new Zone("zone", [new(1900, 1900), new(2100, 1900), new(2100, 2100), new(1900, 2100)]);
            var tracker = new Tracker();
            List<TrackEvent> events = [];
            long frame = 0;
            foreach ((TimeSpan time, List<Detection> detections) in scene.Watch())
            {
                if (gap < 3 || detections.Count > 0)
                {
                    events.AddRange(zone.Update(tracker.Update(detections, time), time, frame++));
                }
            }

            Assert.Equal(TrackEventKind.ZoneEnter, Assert.Single(events).Kind);
            Assert.Equal((1, 0, 1), (zone.Entered, zone.Left, zone.Occupancy));
        }
    }

    [Fact]
    public void Zone_VanishedBeforeIt_StaysEmpty()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            CountingScene scene = Walker(seed, 25, 0.03, 1, static time => 4 - time >= 0.25 ? 1 : 0);
            CountingLine line = scene.Line();
            var zone = new Zone("zone", [line.Start, line.End, .. Beyond(line)]);
            Assert.Empty(scene.Tell(zone));
        }

        static Point[] Beyond(CountingLine line)
        {
            double x = line.End.X - line.Start.X;
            double y = line.End.Y - line.Start.Y;
            return [new(line.End.X - y, line.End.Y + x), new(line.Start.X - y, line.Start.Y + x)];
        }
    }

    private static CountingScene Walker(
        int seed,
        double rate,
        double jitter,
        double speed,
        Func<double, double> seen
    ) =>
        new(seed)
        {
            FramesPerSecond = rate,
            Size = Sizes[seed % 3],
            Jitter = jitter,
            MissRate = jitter > 0 ? 0.05 : 0,
            Angle = seed * 0.7,
            DistanceAt = time => 4 - speed * time,
            SeenAt = seen,
        };
}
