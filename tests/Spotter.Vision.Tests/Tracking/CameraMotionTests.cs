using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class CameraMotionTests
{
    [Theory]
    [InlineData(9, -4)]
    [InlineData(-20, 12)]
    [InlineData(0, 6)]
    public void Estimate_AllMovedTogether_IsTheirStep(double x, double y)
    {
        (double stepX, double stepY) = Estimate(8, (_, noise) => (x + noise(), y + noise()));
        Assert.Equal(x, stepX, 1.5);
        Assert.Equal(y, stepY, 1.5);
    }

    [Fact]
    public void Estimate_StillCamera_IsMostlyNothing()
    {
        int moves = Enumerable
            .Range(0, 200)
            .Count(seed => Estimate(8, (_, noise) => (noise(), noise()), seed) != (0, 0));

        // Two standard errors, for each of two directions.
        Assert.InRange(moves, 0, 40);
    }

    [Fact]
    public void Estimate_SomeWalkAway_IsThatOfTheOthers()
    {
        (double stepX, _) = Estimate(9, (box, noise) => (box < 3 ? 30 : 10 + noise(), noise()));
        Assert.Equal(10, stepX, 2.5);
    }

    [Fact]
    public void Estimate_ThreeBoxes_AreTooFew() => Assert.Equal((0, 0), Estimate(3, static (_, _) => (15, 0)));

    [Fact]
    public void Update_CameraPansAtOnce_KeepsIdentitiesAndBoxesDoNotSlide()
    {
        var tracker = new Tracker();
        int pan = 0;
        for (int frame = 0; frame < 40; frame++)
        {
            pan += frame is >= 20 and < 25 ? 26 : 0;
            IReadOnlyList<Track> tracks = tracker.Update([
                .. Enumerable.Range(0, 6).Select(i => new Detection(new Box(100 * i - pan, 100, 40, 80), 1, "person")),
            ]);
            foreach (Track track in tracks)
            {
                int home = 100 * (track.Id!.Value - 1) - pan;
                Assert.InRange(track.Shown.Box.X - home, -3, 3);
            }
        }

        Assert.Equal(6, tracker.IdentityCount);
    }

    private static (double X, double Y) Estimate(
        int boxes,
        Func<int, Func<double>, (double X, double Y)> step,
        int seed = 1
    )
    {
        var random = new Random(seed);
        var expected = new RealBox[boxes];
        var detected = new RealBox[boxes];
        for (int i = 0; i < boxes; i++)
        {
            expected[i] = new RealBox(100 * i, 50 * (i % 3), 50, 100);
            (double x, double y) = step(i, () => 2 * (random.NextDouble() + random.NextDouble() - 1));
            detected[i] = expected[i] with { CenterX = expected[i].CenterX + x, CenterY = expected[i].CenterY + y };
        }

        return new CameraMotion().Estimate(expected, detected, 0.3);
    }
}
