using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class SmoothingTests
{
    /// <summary>A 100 x 100 box; detections err by 3 pixels (standard deviation) in place and size.</summary>
    private static (List<RealBox> Raw, List<RealBox> Shown, List<RealBox> Truth) Run(
        double speed,
        double jitter,
        double framesPerSecond,
        int seed = 3,
        int restFrames = 0
    )
    {
        var random = new Random(seed);
        var tracker = new Tracker();
        List<RealBox> raw = [],
            shown = [],
            truths = [];
        for (int frame = 0; frame < 400; frame++)
        {
            double x = 200 + speed / framesPerSecond * Math.Max(0, frame - restFrames);
            var truth = new RealBox(x, 200, 100, 100);
            Box box = new RealBox(x + Noise(), 200 + Noise(), 100 + Noise(), 100 + Noise()).Round();
            IReadOnlyList<Track> answer = tracker.Update(
                [new Detection(box, 1, "car")],
                TimeSpan.FromSeconds(frame / framesPerSecond)
            );

            // The first second settles.
            if (frame >= framesPerSecond)
            {
                raw.Add(RealBox.From(box));
                shown.Add(RealBox.From(Assert.Single(answer).Shown.Box));
                truths.Add(truth);
            }
        }

        return (raw, shown, truths);

        double Noise() =>
            jitter * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Theory]
    [InlineData(10, 4)]
    [InlineData(25, 10)]
    [InlineData(60, 20)]
    public void Shown_StillObject_JittersLess(double framesPerSecond, double factor)
    {
        (List<RealBox> raw, List<RealBox> shown, _) = Run(0, 3, framesPerSecond);
        double gainInPlace = Variance(raw, box => box.CenterX) / Variance(shown, box => box.CenterX);
        double gainInSize = Variance(raw, box => box.Width) / Variance(shown, box => box.Width);
        Assert.True(
            gainInPlace >= factor && gainInSize >= factor,
            $"variance falls {gainInPlace:F1} times in place, {gainInSize:F1} in size"
        );
    }

    [Theory]
    [InlineData(10, 0.6)]
    [InlineData(25, 0.9)]
    public void Shown_StillObject_MostlyDoesNotMoveAtAll(double framesPerSecond, double part)
    {
        (_, List<RealBox> shown, _) = Run(0, 1.5, framesPerSecond);
        double still = shown.Zip(shown.Skip(1)).Count(pair => pair.First == pair.Second) / (shown.Count - 1.0);
        Assert.True(still >= part, $"still in {still:P0} of the frames");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(1000)]
    public void Shown_ConstantSpeed_LagsByLessThanFiveHundredthsOfTheBox(double speed)
    {
        (_, List<RealBox> shown, List<RealBox> truth) = Run(speed, 0, 25);
        Assert.All(shown.Zip(truth), pair => Assert.InRange(pair.Second.CenterX - pair.First.CenterX, -1, 5.5));
    }

    [Theory]
    [InlineData(100, 12)]
    [InlineData(300, 30)]
    public void Shown_SuddenStart_CatchesUpWithinASecond(double speed, double worst)
    {
        const int Rest = 50;
        (_, List<RealBox> shown, List<RealBox> truth) = Run(speed, 0, 25, restFrames: Rest);
        double[] lag = [.. shown.Zip(truth, (box, real) => real.CenterX - box.CenterX).Skip(Rest - 25)];
        Assert.True(lag.Max() <= worst, $"lags by up to {lag.Max()} pixels");
        Assert.All(lag.Skip(25), value => Assert.InRange(value, -5.5, 5.5));
    }

    [Fact]
    public void SteadyValue_AnySpeed_LagsWithinItsBound()
    {
        const double Gain = 5,
            Cutoff = 0.5,
            DeadBand = 0.015,
            Step = 0.001;
        foreach (double speed in new[] { 0.1, 1, 10, 100 })
        {
            var value = new SteadyValue(0);
            double place = 0;
            for (int i = 0; i < 5000; i++)
            {
                place += speed * Step;
                value.Add(place, Step, Cutoff + Gain * speed, DeadBand);
            }

            Assert.InRange(place - value.Shown, 0, 1 / (2 * Math.PI * Gain) + DeadBand);
        }
    }

    [Fact]
    public void SteadyValue_TrembleWithinDeadBand_DoesNotMove()
    {
        var value = new SteadyValue(10);
        for (int i = 0; i < 1000; i++)
        {
            value.Add(10 + (i % 2 == 0 ? 0.9 : -0.9), 0.04, 1, 1);
            Assert.Equal(10, value.Shown);
        }
    }

    private static double Variance(List<RealBox> boxes, Func<RealBox, double> of)
    {
        double mean = boxes.Average(of);
        return boxes.Average(box => Math.Pow(of(box) - mean, 2));
    }
}
