using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Tests.Channels;

public sealed class PartJoiningTests
{
    [Fact]
    public void Join_PartsSideBySide_OneBoxAroundThem()
    {
        List<Candidate> joined = Join((new Box(100, 50, 60, 60), 20), (new Box(145, 52, 60, 60), 10));

        Candidate car = Assert.Single(joined);
        Assert.Equal(new Box(100, 50, 105, 62), car.Box);
        Assert.Equal(24, car.Score, tolerance: 1e-9);
    }

    [Fact]
    public void Join_Apart_LeavesBoth() =>
        Assert.Equal(
            [20.0, 10.0],
            Join((new Box(100, 50, 60, 60), 20), (new Box(175, 52, 60, 60), 10)).Select(static find => find.Score)
        );

    [Fact]
    public void Join_UncertainPart_AddsToTheScoreAndNotToTheBox()
    {
        Candidate car = Assert.Single(Join((new Box(100, 50, 60, 60), 20), (new Box(130, 52, 60, 60), 5)));

        Assert.Equal(new Box(100, 50, 60, 60), car.Box);
        Assert.Equal(22, car.Score, tolerance: 1e-9);
    }

    [Fact]
    public void Join_SmallFindInside_Disappears()
    {
        Candidate car = Assert.Single(Join((new Box(100, 50, 120, 120), 20), (new Box(140, 100, 40, 40), 15)));

        Assert.Equal(new Box(100, 50, 120, 120), car.Box);
    }

    [Fact]
    public void Join_RowOfMany_IsNotOneLongObject()
    {
        List<Candidate> joined = Join([
            .. Enumerable.Range(0, 8).Select(static i => (new Box(45 * i, 50, 60, 60), 20.0 - i)),
        ]);

        Assert.All(joined, static find => Assert.True(find.Box.Width <= 2.6 * find.Box.Height));
    }

    [Fact]
    public void Join_WhatTogetherIsMoreCertain_ComesFirst()
    {
        List<Candidate> joined = Join(
            (new Box(400, 50, 60, 60), 11),
            (new Box(100, 50, 60, 60), 10),
            (new Box(130, 52, 60, 60), 9)
        );

        Assert.Equal(100, joined[0].Box.X);
        Assert.Equal(2, joined.Count);
    }

    [Fact]
    public void Join_Nothing_IsNothing() => Assert.Empty(Join());

    private static List<Candidate> Join(params (Box Box, double Score)[] finds)
    {
        List<Candidate> candidates = [.. finds.Select(static find => new Candidate(find.Box, find.Score))];
        PartJoining.Join(candidates);
        return candidates;
    }
}
