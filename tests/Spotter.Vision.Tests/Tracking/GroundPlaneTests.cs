using CsCheck;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class GroundPlaneTests
{
    [Fact]
    public void FromMetresPerPixel_Place_IsScaled() =>
        Assert.Equal(new Point(5, 1), GroundPlane.FromMetresPerPixel(0.05).ToMetres(new Point(100, 20)));

    [Fact]
    public void FromRectangle_AnyCamera_FindsTheGroundAgain() =>
        // A camera some metres up that looks ahead and down sees places on the ground; those of a rectangle say all.
        Gen.Select(Gen.Double[2, 20], Gen.Double[0.1, 1.2], Gen.Double[-0.5, 0.5], Gen.Double[-6, 6], Gen.Double[0, 25])
            .Sample(
                (height, pitch, yaw, x, z) =>
                {
                    Point Seen(double east, double ahead)
                    {
                        double turned = east * Math.Cos(yaw) - ahead * Math.Sin(yaw);
                        double depth = east * Math.Sin(yaw) + ahead * Math.Cos(yaw);
                        double down = height * Math.Cos(pitch) - depth * Math.Sin(pitch);
                        double far = height * Math.Sin(pitch) + depth * Math.Cos(pitch);
                        return new Point(640 + 900 * turned / far, 360 + 900 * down / far);
                    }

                    const double Begin = 12;
                    var ground = GroundPlane.FromRectangle(
                        [Seen(-4, Begin + 18), Seen(4, Begin + 18), Seen(4, Begin), Seen(-4, Begin)],
                        8,
                        18
                    );
                    Point place = ground.ToMetres(Seen(x, Begin + z))!.Value;
                    Assert.Equal(x + 4, place.X, 1e-5);
                    Assert.Equal(18 - z, place.Y, 1e-5);
                }
            );

    [Fact]
    public void FromRectangle_AboveTheHorizon_IsNowhere()
    {
        var ground = GroundPlane.FromRectangle([new(300, 200), new(340, 200), new(600, 400), new(40, 400)], 4, 30);
        Assert.Null(ground.ToMetres(new Point(320, 100)));
        Assert.NotNull(ground.ToMetres(new Point(320, 300)));
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 9, 0, 9, 9 })]
    [InlineData(new double[] { 0, 0, 9, 0, 9, 0, 0, 9 })]
    [InlineData(new double[] { 0, 0, 9, 9, 9, 0, 0, 9 })]
    [InlineData(new double[] { 0, 0, 9, 0, 2, 2, 0, 9 })]
    [InlineData(new double[] { 0, 0, 9, 0, double.NaN, 9, 0, 9 })]
    public void FromRectangle_NoRectangle_SaysSo(double[] numbers) =>
        Assert.Contains(
            "four corners of a rectangle in order round it",
            Assert
                .Throws<ArgumentException>(() =>
                    GroundPlane.FromRectangle([.. numbers.Chunk(2).Select(pair => new Point(pair[0], pair[1]))], 3, 3)
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void FromMetres_NoLength_SaysSo()
    {
        Point[] square = [new(0, 0), new(9, 0), new(9, 9), new(0, 9)];
        Assert.Throws<ArgumentOutOfRangeException>(() => GroundPlane.FromMetresPerPixel(0));
        Assert.Throws<ArgumentException>(() => GroundPlane.FromRectangle(square, 3, double.NaN));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(25)]
    public void SpeedMeter_EvenMotion_TellsIt(double rate)
    {
        // 2 sizes of 56 pixels of 0.02 m a second are 2.24 m/s.
        var scene = new CountingScene(3)
        {
            FramesPerSecond = rate,
            Jitter = 0.03,
            MissRate = 0.1,
            Angle = 0.5,
            DistanceAt = static time => 8 - 2 * time,
            Seconds = 8,
        };
        var meter = new SpeedMeter(GroundPlane.FromMetresPerPixel(0.02));
        var tracker = new Tracker();
        List<double> speeds = [];
        foreach ((TimeSpan time, List<Detection> detections) in scene.Watch())
        {
            IReadOnlyList<Track> tracks = tracker.Update(detections, time);
            meter.Update(tracks, time);
            Assert.True(time > TimeSpan.FromSeconds(0.4) || meter.SpeedOf(1) is null);
            if (time > TimeSpan.FromSeconds(2) && meter.SpeedOf(1) is { } speed)
            {
                speeds.Add(speed);
            }
        }

        Assert.True(speeds.Count > 20);
        Assert.Equal(2.24 * 3.6, speeds.Average(), 0.3);
        Assert.All(speeds, static speed => Assert.Equal(2.24 * 3.6, speed, 1.5));
        Assert.Null(meter.SpeedOf(99));
    }
}
