using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class LandmarkTests
{
    private const double FramesPerSecond = 25;

    private static readonly FaceLandmarks Upright = new(
        new Point(30, 40),
        new Point(70, 40),
        new Point(50, 60),
        new Point(35, 80),
        new Point(65, 80)
    );

    [Fact]
    public void Transform_ScaleAndMove_AreAppliedToEachPlace()
    {
        Assert.Equal(
            new FaceLandmarks(new(65, 77), new(145, 77), new(105, 117), new(75, 157), new(135, 157)),
            Upright.Transform(2, 5, -3)
        );
    }

    [Fact]
    public void Shown_StillFace_TremblesLessThanTheDetections()
    {
        var random = new Random(5);
        List<FaceLandmarks> raw = [];
        List<FaceLandmarks> shown = Run(_ =>
        {
            Point[] places = [.. Upright.ToArray().Select(p => new Point(200 + p.X + Noise(), 100 + p.Y + Noise()))];
            raw.Add(new FaceLandmarks(places[0], places[1], places[2], places[3], places[4]));
            return (raw[^1], new Box(200, 100, 100, 100));
        });
        double gain = Deviation(raw[50..]) / Deviation(shown[50..]);
        Assert.True(gain > 4, $"the nose trembles {gain:F1} times less");

        double Noise() => 1.5 * (random.NextDouble() + random.NextDouble() - 1);
    }

    [Fact]
    public void Shown_MovingFace_StaysInTheBox()
    {
        List<(FaceLandmarks Landmarks, Box Box)> truth = [];
        List<FaceLandmarks> shown = Run(frame =>
        {
            truth.Add((Upright.Transform(1, 100 + 4 * frame, 80), new Box(100 + 4 * frame, 80, 100, 100)));
            return truth[^1];
        });
        double error = shown
            .Zip(truth[^shown.Count..])
            .Skip(20)
            .Max(static pair => Math.Abs(pair.First.Nose.X - pair.Second.Landmarks.Nose.X));

        // One box size is 100 pixels: as much as a shown box lags.
        Assert.True(error < 6, $"the nose lags by {error:F1} pixels");
    }

    [Fact]
    public void Shown_HeadThatTurns_IsFollowed()
    {
        const double Turn = 1; // radian a second
        double Angle(int frame) => Turn * Math.Max(0, frame - 50) / FramesPerSecond;
        List<FaceLandmarks> shown = Run(
            frame =>
            {
                (double sin, double cos) = Math.SinCos(Angle(frame));
                Point[] places =
                [
                    .. Upright
                        .ToArray()
                        .Select(p => new Point(
                            250 + (p.X - 50) * cos - (p.Y - 50) * sin,
                            150 + (p.X - 50) * sin + (p.Y - 50) * cos
                        )),
                ];
                return (
                    new FaceLandmarks(places[0], places[1], places[2], places[3], places[4]),
                    new Box(200, 100, 100, 100)
                );
            },
            frames: 80
        );
        FaceLandmarks last = shown[^1];
        double angle = Math.Atan2(last.LeftEye.Y - last.RightEye.Y, last.LeftEye.X - last.RightEye.X);
        Assert.InRange(Angle(79) - angle, -0.02, 0.15);

        // The distance of the eyes is that of the face: a turn bends nothing.
        double eyes = last.RightEye.DistanceTo(last.LeftEye);
        Assert.InRange(eyes, 38, 41);
    }

    [Fact]
    public void Shown_ModelWithoutLandmarks_HasNone()
    {
        var tracker = new Tracker();
        IReadOnlyList<Detection> shown = [];
        for (int frame = 0; frame < 6; frame++)
        {
            shown = tracker.Update([new Detection(new Box(10, 10, 50, 50), 1, "face")]).Shown();
        }

        Assert.Null(Assert.Single(shown).Landmarks);
    }

    private static List<FaceLandmarks> Run(Func<int, (FaceLandmarks Landmarks, Box Box)> at, int frames = 200)
    {
        var tracker = new Tracker();
        List<FaceLandmarks> shown = [];
        for (int frame = 0; frame < frames; frame++)
        {
            (FaceLandmarks landmarks, Box box) = at(frame);
            shown.AddRange(
                tracker
                    .Update(
                        [new Detection(box, 1, "face") { Landmarks = landmarks }],
                        TimeSpan.FromSeconds(frame / FramesPerSecond)
                    )
                    .Select(static track => track.Shown.Landmarks!)
            );
        }

        return shown;
    }

    private static double Deviation(List<FaceLandmarks> places)
    {
        double mean = places.Average(static place => place.Nose.X);
        return Math.Sqrt(places.Average(place => Math.Pow(place.Nose.X - mean, 2)));
    }
}
