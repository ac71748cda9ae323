using Spotter.Apps.Searching;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Apps.Tests.Searching;

public sealed class SmallPictureDetectorTests
{
    private static readonly BoxSize Smallest = new(0, 40);

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Detect_WithoutASize_LooksForSmallerOnesInSmallPicturesOnly(int rows, bool isSmall)
    {
        var inner = new RecordingDetector();
        var detector = new SmallPictureDetector(inner, 100, Smallest);

        detector.Detect(Picture(rows), null, TestContext.Current.CancellationToken);
        detector.Detect(Picture(rows), new DetectionOptions { MinScore = 3 }, TestContext.Current.CancellationToken);

        Assert.Equal(isSmall ? Smallest : (BoxSize?)null, inner.Asked[0]?.MinSize);
        Assert.Equal(isSmall ? Smallest : (BoxSize?)null, inner.Asked[1]?.MinSize);
        Assert.Equal(3, inner.Asked[1]?.MinScore);
    }

    [Fact]
    public void Detect_WithASize_LeavesIt()
    {
        var inner = new RecordingDetector();

        new SmallPictureDetector(inner, 100, Smallest).Detect(
            Picture(50), new DetectionOptions { MinSize = new BoxSize(96, 96) }, TestContext.Current.CancellationToken);

        Assert.Equal(new BoxSize(96, 96), inner.Asked[0]?.MinSize);
    }

    private static Frame Picture(int rows) => new(new GrayImage(120, rows));

    private sealed class RecordingDetector : IDetector
    {
        public List<DetectionOptions?> Asked { get; } = [];

        public IReadOnlyList<string> Labels => ["person"];

        public IReadOnlyList<Detection> Detect(Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
        {
            Asked.Add(options);
            return [];
        }
    }
}
