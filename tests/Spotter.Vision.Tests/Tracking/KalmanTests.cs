using CsCheck;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class KalmanTests
{
    private const double Deviation = 0.05;
    private const double Acceleration = 1.5;

    private static readonly Gen<(double Seconds, bool Hold, RealBox Box)[]> Paths = Gen.Select(
            Gen.Double[0, 0.5],
            Gen.Bool,
            Gen.Double[-500, 2000],
            Gen.Double[-500, 2000],
            Gen.Double[5, 300],
            Gen.Double[5, 300]
        )
        .Select((seconds, hold, x, y, width, height) => (seconds, hold, new RealBox(x, y, width, height)))
        .Array[1, 20];

    [Fact]
    public void PredictAndCorrect_AnyPath_AgreeWithMatrixFilter() =>
        Paths.Sample(path =>
        {
            var motion = new BoxMotion(path[0].Box, Deviation, Acceleration);
            var reference = new MatrixBoxFilter(path[0].Box, Deviation, Acceleration);
            foreach ((double seconds, bool hold, RealBox box) in path)
            {
                motion.Predict(seconds, hold);
                reference.Predict(seconds, hold);
                AssertSame(reference, motion);
                motion.Correct(box);
                reference.Correct(box);
                AssertSame(reference, motion);
            }
        });

    [Fact]
    public void Predict_InTwoSteps_EqualsOneStep() =>
        Gen.Select(Gen.Double[0, 2], Gen.Double[0, 2], Gen.Double[-100, 100], Gen.Double[0.1, 50])
            .Sample(
                (first, second, z, noise) =>
                {
                    var twice = new KalmanAxis(3, 2, 5);
                    twice.Predict(0.3, noise);
                    twice.Correct(z, 1.5);
                    KalmanAxis once = twice;
                    twice.Predict(first, noise);
                    twice.Predict(second, noise);
                    once.Predict(first + second, noise);
                    Assert.Equal(once.Position, twice.Position, tolerance: 1e-9);
                    Assert.Equal(once.Deviation, twice.Deviation, tolerance: 1e-9);

                    // A further correction compares the covariances that do not show.
                    twice.Correct(z, 1);
                    once.Correct(z, 1);
                    Assert.Equal(once.Speed, twice.Speed, tolerance: 1e-9);
                }
            );

    [Fact]
    public void Correct_ConstantSpeed_FindsSpeed()
    {
        var axis = new KalmanAxis(0, 1, 1e4);
        for (int i = 1; i <= 50; i++)
        {
            axis.Predict(0.1, 0.01);
            axis.Correct(i * 7, 1);
        }

        Assert.Equal(70, axis.Speed, 0.01);
        Assert.Equal(350, axis.Position, 0.01);
    }

    [Fact]
    public void Predict_AfterMiss_HoldsSize()
    {
        var motion = new BoxMotion(new RealBox(0, 0, 10, 10), Deviation, Acceleration);
        for (int i = 1; i <= 10; i++)
        {
            motion.Predict(0.1, holdSize: false);
            motion.Correct(new RealBox(0, 0, 10 + i, 10 + i));
        }

        RealBox before = motion.Box;
        motion.Predict(5, holdSize: true);
        Assert.True(motion.SizeRate == 0 && before.Width > 15);
        Assert.Equal(before.Width, motion.Box.Width, tolerance: 1e-9);
    }

    private static void AssertSame(MatrixBoxFilter reference, BoxMotion motion)
    {
        AssertClose(reference.Box.CenterX, motion.Box.CenterX);
        AssertClose(reference.Box.CenterY, motion.Box.CenterY);
        AssertClose(reference.Box.Width, motion.Box.Width);
        AssertClose(reference.Box.Height, motion.Box.Height);
        AssertClose(reference.SpeedX, motion.SpeedX);
        AssertClose(reference.RelativeDeviation, motion.RelativeDeviation);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual - expected, -1e-7 * (1 + Math.Abs(expected)), 1e-7 * (1 + Math.Abs(expected)));
}
