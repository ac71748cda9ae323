using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Detectors;

public sealed class NestedDetectorTests
{
    private static readonly Frame Picture = new(new GrayImage(400, 300));

    [Fact]
    public void Detect_InnerBox_IsMappedBackIntoThePicture()
    {
        // The region is 100x50 at 120, 150; brought to twice its size, 40, 20 in it is 20, 10 in the picture.
        var inner = new Fixed("eye", new Box(40, 20, 60, 30));
        var nested = new NestedDetector(
            new Fixed("face", new Box(120, 100, 100, 100)),
            [
                new InnerSearch
                {
                    Detector = inner,
                    Region = new RelativeRegion(0, 0.5, 1, 0.5),
                    WorkingWidth = 200,
                },
            ]
        );
        IReadOnlyList<Detection> found = nested.Detect(Picture, null, TestContext.Current.CancellationToken);
        Assert.Equal((200, 100), (inner.Seen!.Width, inner.Seen.Height));
        Assert.Contains(found, static detection =>
            detection is { Label: "eye", Box: { X: 140, Y: 160, Width: 30, Height: 15 } }
        );
        Assert.Contains(found, static detection => detection.Label == "face");
        Assert.Equal(["face", "eye"], nested.Labels);
    }

    [Fact]
    public void Detect_InnerMaskAndJoints_AreMappedBackIntoThePicture()
    {
        var inner = new Fixed("eye", new Box(40, 20, 60, 30))
        {
            Mask = new DetectionMask(new Box(40, 20, 60, 30), [.. Enumerable.Repeat((byte)1, 1800)]),
            Keypoints = new DetectionKeypoints(new KeypointSkeleton(["pupil"], []), [new(new(70, 35), 1)]),
        };
        var nested = new NestedDetector(
            new Fixed("face", new Box(120, 100, 100, 100)),
            [
                new InnerSearch
                {
                    Detector = inner,
                    Region = new RelativeRegion(0, 0.5, 1, 0.5),
                    WorkingWidth = 200,
                },
            ]
        );

        Detection eye = nested
            .Detect(Picture, null, TestContext.Current.CancellationToken)
            .Single(static found => found.Label == "eye");

        Assert.Equal((new Box(140, 160, 30, 15), 450), (eye.Mask!.Box, eye.Mask.Area));
        Assert.Equal(new Point(155, 167.5), eye.Keypoints!["pupil"]!.Value.Place);
    }

    [Fact]
    public void Detect_MarksOuter_RelabelsTheBoxAndAnswersNoOther()
    {
        var nested = new NestedDetector(
            new Fixed("face", new Box(120, 100, 100, 100)),
            [Marking(new Fixed("smile", new Box(0, 0, 40, 20)))]
        );
        Detection only = Assert.Single(nested.Detect(Picture, null, TestContext.Current.CancellationToken));
        Assert.Equal(("smiling", new Box(120, 100, 100, 100)), (only.Label, only.Box));
    }

    [Fact]
    public void Detect_NothingInside_LeavesTheOuterLabel()
    {
        var nested = new NestedDetector(new Fixed("face", new Box(120, 100, 100, 100)), [Marking(new Fixed("smile"))]);
        Assert.Equal("face", Assert.Single(nested.Detect(Picture, null, TestContext.Current.CancellationToken)).Label);
    }

    [Fact]
    public void Detect_RegionOutsideThePicture_IsNotSearched()
    {
        var inner = new Fixed("smile", new Box(0, 0, 5, 5));
        var nested = new NestedDetector(
            new Fixed("face", new Box(0, 250, 100, 100)),
            [new InnerSearch { Detector = inner, Region = new RelativeRegion(0, 0.6, 1, 0.4) }]
        );
        Assert.Equal("face", Assert.Single(nested.Detect(Picture, null, TestContext.Current.CancellationToken)).Label);
        Assert.Null(inner.Seen);
    }

    [Fact]
    public void New_NoInnerSearch_IsRefused() =>
        Assert.Throws<ArgumentException>(static () => new NestedDetector(new Fixed("face"), []));

    private static InnerSearch Marking(IDetector detector) => new() { Detector = detector, MarksOuter = "smiling" };

    private sealed class Fixed(string label, params Box[] boxes) : IDetector
    {
        public Frame? Seen { get; private set; }

        public DetectionMask? Mask { get; init; }

        public DetectionKeypoints? Keypoints { get; init; }

        public IReadOnlyList<string> Labels => [label];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Seen = frame;
            return [.. boxes.Select(box => new Detection(box, 1, label) { Mask = Mask, Keypoints = Keypoints })];
        }
    }
}
