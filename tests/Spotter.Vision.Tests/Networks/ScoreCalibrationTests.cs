using Spotter.Vision.Networks;

namespace Spotter.Vision.Tests.Networks;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void Apply_NoPoints_LeavesScores()
    {
        var calibration = new ScoreCalibration([]);
        Assert.Equal(0.37, calibration.Apply(0.37), 1e-12);
        Assert.Equal(0.37, calibration.Invert(0.37), 1e-12);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0.05)]
    [InlineData(0.2, 0.1)]
    [InlineData(0.3, 0.5)]
    [InlineData(0.4, 0.9)]
    [InlineData(1, 1)]
    public void Apply_BetweenPoints_IsOnTheLine(double raw, double share)
    {
        var calibration = new ScoreCalibration([
            [0.2, 0.1],
            [0.4, 0.9],
        ]);
        Assert.Equal(share, calibration.Apply(raw), 1e-12);
        Assert.Equal(raw, calibration.Invert(share), 1e-12);
    }

    [Fact]
    public void Invert_BeyondTheScale_IsItsEnd()
    {
        var calibration = new ScoreCalibration([
            [0.2, 0.1],
            [0.4, 0.9],
        ]);
        Assert.Equal(0, calibration.Invert(double.NegativeInfinity));
        Assert.Equal(1, calibration.Invert(7));
    }

    [Fact]
    public void Create_PointsThatFall_AreRefused() =>
        Assert.Throws<ArgumentException>(static () =>
            new ScoreCalibration([
                [0.2, 0.5],
                [0.4, 0.4],
            ])
        );
}
