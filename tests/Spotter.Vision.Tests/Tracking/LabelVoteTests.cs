using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class LabelVoteTests
{
    [Fact]
    public void Add_ThreeLabels_TheMostFrequentPrevails()
    {
        var vote = new LabelVote("a");
        for (int i = 0; i < 200; i++)
        {
            vote.Add(
                (i % 5) switch
                {
                    0 => "a",
                    1 => "b",
                    _ => "c",
                },
                0.04,
                1
            );
        }

        Assert.Equal("c", vote.Label);
    }

    [Fact]
    public void Add_EvenVote_DoesNotSwing()
    {
        var vote = new LabelVote("a");
        for (int i = 0; i < 200; i++)
        {
            vote.Add(i % 2 == 0 ? "b" : "a", 0.04, 1);
            Assert.Equal("a", vote.Label);
        }
    }

    [Fact]
    public void Add_OddAnswersOfManyKinds_DoNotOutvoteTheOneThatIsSaidMost()
    {
        var vote = new LabelVote("a");
        for (int i = 0; i < 400; i++)
        {
            vote.Add(i % 5 < 2 ? "a" : $"other {i % 40}", 0.04, 1);
            Assert.Equal("a", vote.Label);
        }
    }

    [Fact]
    public void Add_NoMemory_BelievesTheLast()
    {
        var vote = new LabelVote("a");
        foreach (string label in (string[])["b", "c", "a", "b"])
        {
            vote.Add(label, 0.04, 0);
            Assert.Equal(label, vote.Label);
        }
    }
}
