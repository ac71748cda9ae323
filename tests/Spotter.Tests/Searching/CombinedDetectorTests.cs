using Spotter.Searching;
using Spotter.Tests.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Searching;

public sealed class CombinedDetectorTests
{
    private static readonly Box Here = new(20, 20, 40, 40);

    [Fact]
    public void Detect_OneThingFoundByBoth_CountsOnceAsTheFirstSays()
    {
        var both = new CombinedDetector([
            Finds(new Detection(Here, 0.8, "person")),
            Finds(
                new Detection(Here.Offset(4, 0), 14, "person"),
                new Detection(Here.Offset(100, 0), 9, "person"),
                new Detection(Here, 7, "car")
            ),
        ]);
        Assert.Equal(
            [9, 7, 0.8],
            both.Detect(new Frame(new GrayImage(200, 100)), cancellationToken: TestContext.Current.CancellationToken)
                .Select(static found => found.Score)
        );
    }

    [Fact]
    public void Detect_WhatOneModelFindsTwice_IsItsOwnAffair()
    {
        var one = new CombinedDetector([Finds(new Detection(Here, 2, "person"), new Detection(Here, 1, "person"))]);
        Assert.Equal(
            2,
            one.Detect(
                new Frame(new GrayImage(200, 100)),
                cancellationToken: TestContext.Current.CancellationToken
            ).Count
        );
    }

    private static StubDetector Finds(params Detection[] found) => new(_ => found);
}
