namespace Spotter.Vision.Tests.Masks;

public sealed class DetectionKeypointsTests
{
    [Fact]
    public void Coco17_LimbsAndNames_FitTogether()
    {
        KeypointSkeleton person = KeypointSkeleton.Coco17;

        Assert.Equal(17, person.Names.Count);
        Assert.Same(person, KeypointSkeleton.Of(17));
        Assert.All(person.Edges, edge =>
        {
            // Of a limb both ends are on one side of the body; what joins the sides joins the same places.
            string from = person.Names[edge.From];
            string to = person.Names[edge.To];
            bool isAcross = from.Split('_')[0] != to.Split('_')[0] && from != "nose";
            Assert.True(!isAcross || from.Split('_')[1] == to.Split('_')[1], $"{from} to {to}");
        });
        Assert.Equal(17, person.Edges.SelectMany(static edge => new[] { edge.From, edge.To }).Distinct().Count());
    }

    [Fact]
    public void Of_AnotherNumber_HasNumbersForNames()
    {
        KeypointSkeleton hand = KeypointSkeleton.Of(21);
        Assert.Equal(["1", "2", "3"], hand.Names.Take(3));
        Assert.Empty(hand.Edges);
    }

    [Fact]
    public void Constructor_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new KeypointSkeleton(["a", "a"], []));
        Assert.Throws<ArgumentException>(() => new KeypointSkeleton(["a", "b"], [(0, 2)]));
        ArgumentException few = Assert.Throws<ArgumentException>(() =>
            new DetectionKeypoints(KeypointSkeleton.Coco17, [default])
        );
        Assert.StartsWith("places must be 17", few.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_Places_AreScaledAndMoved()
    {
        var two = new KeypointSkeleton(["a", "b"], [(0, 1)]);
        var keypoints = new DetectionKeypoints(two, [new(new(1, 2), 0.5), new(new(-3, 4), 1)]);

        DetectionKeypoints moved = keypoints.Transform(2, 10, 20);

        Assert.Equal(new Keypoint(new(12, 24), 0.5), moved["a"]);
        Assert.Equal(new Keypoint(new(4, 28), 1), moved["b"]);
        Assert.Null(moved["c"]);
        Assert.Equal(keypoints, moved.Transform(0.5, -5, -10));
        Assert.NotEqual(keypoints, moved);
    }
}
