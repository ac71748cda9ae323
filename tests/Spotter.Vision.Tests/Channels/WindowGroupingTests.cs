using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Tests.Channels;

public sealed class WindowGroupingTests
{
    private static readonly Candidate Best = new(new Box(100, 50, 40, 96), 20);
    private static readonly Candidate Beside = new(new Box(104, 52, 40, 96), 16);
    private static readonly Candidate Elsewhere = new(new Box(300, 50, 40, 96), 21);

    [Fact]
    public void Group_AgreementWeighsMoreThanOneSureWindow()
    {
        List<Candidate> found = Grouped(0, Beside, Best, Elsewhere);

        Assert.Equal(2, found.Count);
        Assert.Equal(new Box(101, 51, 40, 96), found[0].Box);
        Assert.Equal(20 + (4 * Math.Log(1 + Math.Exp(-1))), found[0].Score, tolerance: 1e-9);
        Assert.Equal(2, found[0].Count);
        Assert.Equal(Elsewhere, found[1]);
    }

    [Fact]
    public void Group_PartWithinTheBest_DoesNotVote()
    {
        Candidate found = Assert.Single(Grouped(0, Best, new Candidate(new Box(110, 60, 20, 48), 19)));

        Assert.Equal((Best.Box, Best.Score), (found.Box, found.Score));
    }

    [Fact]
    public void Group_FewerNeighborsThanAskedFor_Dropped() =>
        Assert.Equal(new Box(101, 51, 40, 96), Assert.Single(Grouped(1, Beside, Best, Elsewhere)).Box);

    private static List<Candidate> Grouped(int minNeighbors, params Candidate[] windows)
    {
        List<Candidate> candidates = [.. windows];
        WindowGrouping.Group(candidates, minNeighbors);
        return candidates;
    }
}
