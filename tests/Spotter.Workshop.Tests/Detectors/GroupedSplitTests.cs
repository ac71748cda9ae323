using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

public sealed class GroupedSplitTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1234)]
    public void Choose_DifferingPictures_KeepsAboutAFifthAside(int count)
    {
        bool[] aside = GroupedSplit.Choose(count, static _ => false);
        Assert.InRange(aside.Count(static isAside => isAside), count * 0.17, count * 0.23);
        Assert.False(aside[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Choose_FewPictures_KeepsNoneAside(int count) =>
        Assert.DoesNotContain(true, GroupedSplit.Choose(count, static _ => false));

    [Fact]
    public void Choose_RunsOfNearDuplicates_NeverDividesOne()
    {
        // Scenes of 7 pictures each.
        bool[] aside = GroupedSplit.Choose(700, static i => i % 7 != 6);
        for (int i = 0; i < aside.Length; i++)
        {
            Assert.Equal(aside[i / 7 * 7], aside[i]);
        }

        Assert.Contains(true, aside);
    }
}
