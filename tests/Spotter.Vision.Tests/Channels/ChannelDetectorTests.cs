using Spotter.Vision.Channels;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Channels;

public sealed class ChannelDetectorTests
{
    private static readonly DetectionOptions Everything = new()
    {
        MinNeighbors = 0,
        MinScore = -100,
        Threads = 1,
    };

    public static TheoryData<int, int, int, int> Cases =>
        new()
        {
            { 2, 12, 157, 111 },
            { 4, 8, 200, 131 },
            { 2, 9, 64, 203 },
            { 3, 7, 97, 89 },
            { 4, 8, 33, 34 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Detect_VectorsOfEachWidth_EqualTheDefinition(int shrink, int cells, int width, int height)
    {
        ChannelModel model = RandomChannelModel.Make(width, new ChannelGeometry(shrink, cells, cells + 1, 2));
        Frame frame = NoisePicture.Make(width, height, seed: 3);
        DetectionOptions options = Everything with { MinSize = new BoxSize(model.ObjectSize.Width / 2, 0) };
        IReadOnlyList<Detection> expected = Detector(model, KernelWidth.Scalar)
            .Detect(frame, options, TestContext.Current.CancellationToken);
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected,
            Detector(model, KernelWidth.Vectors128).Detect(frame, options, TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            expected,
            Detector(model, KernelWidth.Vectors256).Detect(frame, options, TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(24, 36)]
    [InlineData(12, 32)]
    [InlineData(7, 21)]
    public void Detect_NoLeastSize_FromHalfTheSizeOfTheObjectOr32Pixels(int cells, int smallest)
    {
        ChannelModel model = RandomChannelModel.Make(8, new ChannelGeometry(4, cells, cells, 2));
        Frame frame = NoisePicture.Make(300, 260, seed: 9);
        ChannelDetector detector = Detector(model, KernelWidths.Widest);
        IReadOnlyList<Detection> found = detector.Detect(frame, Everything, TestContext.Current.CancellationToken);
        IEnumerable<Box> whole = found
            .Select(static find => find.Box)
            .Where(static box => box is { X: > 0, Y: > 0, Right: < 300, Bottom: < 260 });
        Assert.InRange(whole.Min(static box => box.Width), smallest - 1, smallest + 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Detect_SeveralThreads_SameDetections(int threads)
    {
        ChannelModel model = RandomChannelModel.Make(5, new ChannelGeometry(2, 10, 10, 3));
        Frame frame = NoisePicture.Make(301, 263, seed: 4);
        DetectionOptions options = Everything with { MinSize = new BoxSize(9, 0) };
        ChannelDetector detector = Detector(model, KernelWidths.Widest);
        Assert.Equal(
            detector.Detect(frame, options, TestContext.Current.CancellationToken),
            detector.Detect(frame, options with { Threads = threads }, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Detect_SearchedBefore_SameDetections()
    {
        ChannelModel model = RandomChannelModel.Make(6, new ChannelGeometry(4, 6, 8, 2));
        ChannelDetector detector = Detector(model, KernelWidths.Widest);
        Frame small = NoisePicture.Make(120, 90, seed: 5);
        IReadOnlyList<Detection> expected = detector.Detect(small, Everything, TestContext.Current.CancellationToken);
        detector.Detect(NoisePicture.Make(400, 300, seed: 6), Everything, TestContext.Current.CancellationToken);
        Assert.Equal(expected, detector.Detect(small, Everything, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Detect_RegionOfInterest_AsTheRegionAlone()
    {
        ChannelModel model = RandomChannelModel.Make(7, new ChannelGeometry(2, 8, 8, 2));
        ChannelDetector detector = Detector(model, KernelWidths.Widest);
        Frame frame = NoisePicture.Make(150, 120, seed: 7);
        var region = new Box(31, 17, 80, 70);
        var part = new GrayImage(region.Width, region.Height);
        for (int y = 0; y < region.Height; y++)
        {
            frame.Gray.View.Crop(region).Row(y).CopyTo(part.Pixels.AsSpan(y * region.Width));
        }

        IEnumerable<Detection> alone = detector
            .Detect(new Frame(part), Everything, TestContext.Current.CancellationToken)
            .Select(found => found with { Box = found.Box.Offset(region.X, region.Y) });
        Assert.Equal(
            alone,
            detector.Detect(frame, Everything with { RegionOfInterest = region }, TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(200, 2)]
    [InlineData(15, 15)]
    public void Detect_PictureSmallerThanTheWindow_Nothing(int width, int height)
    {
        ChannelModel model = RandomChannelModel.Make(8, new ChannelGeometry(4, 8, 8, 2));
        Assert.Empty(
            Detector(model, KernelWidths.Widest)
                .Detect(
                    NoisePicture.Make(width, height, seed: 8),
                    cancellationToken: TestContext.Current.CancellationToken
                )
        );
    }

    [Fact]
    public void Detect_SizeLimits_Kept()
    {
        ChannelModel model = RandomChannelModel.Make(9, new ChannelGeometry(2, 8, 8, 2));
        IReadOnlyList<Detection> found = Detector(model, KernelWidths.Widest)
            .Detect(
                NoisePicture.Make(200, 200, seed: 9),
                Everything with
                {
                    MinSize = new BoxSize(20, 20),
                    MaxSize = new BoxSize(40, 40),
                },
                TestContext.Current.CancellationToken
            );
        Assert.NotEmpty(found);

        // A pixel is what rounding may take or give, and what lies outside is cut off.
        Assert.All(found, static detection => Assert.InRange(detection.Box.Width, 10, 41));
        Assert.Contains(found, static detection => detection.Box.Width is >= 19 and <= 22);
    }

    [Fact]
    public void Detect_OperatingPoint_IsTheDefaultMinScore()
    {
        ChannelModel model = RandomChannelModel.Make(10, new ChannelGeometry(2, 8, 8, 2)).WithOperatingPoint(1.5);
        DetectionOptions raw = new() { MinNeighbors = 0 };
        Frame frame = NoisePicture.Make(160, 120, seed: 10);
        ChannelDetector detector = Detector(model, KernelWidths.Widest);
        IReadOnlyList<Detection> found = detector.Detect(frame, raw, TestContext.Current.CancellationToken);
        Assert.NotEmpty(found);
        Assert.Equal(found, detector.Detect(frame, raw with { MinScore = 1.5 }, TestContext.Current.CancellationToken));
        Assert.All(found, static detection => Assert.True(detection.Score >= 1.5));
    }

    [Fact]
    public void Detect_Grouped_NoTwoCoverEachOther()
    {
        ChannelModel model = RandomChannelModel.Make(11, new ChannelGeometry(2, 8, 8, 2));
        IReadOnlyList<Detection> found = Detector(model, KernelWidths.Widest)
            .Detect(
                NoisePicture.Make(160, 120, seed: 11),
                new DetectionOptions { MinScore = -100 },
                TestContext.Current.CancellationToken
            );
        Assert.NotEmpty(found);
        for (int i = 0; i < found.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(found[i].Box.IntersectionOverUnion(found[j].Box) < 0.75);
            }
        }
    }

    [Fact]
    public void Detect_Cancelled_Throws()
    {
        ChannelModel model = RandomChannelModel.Make(12, new ChannelGeometry(2, 8, 8, 2));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Detector(model, KernelWidths.Widest)
                .Detect(NoisePicture.Make(200, 200, seed: 12), Everything, new CancellationToken(canceled: true))
        );
    }

    private static ChannelDetector Detector(ChannelModel model, KernelWidth width) => new(model, null, null, width);
}
