using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class FrameViewTests
{
    [Fact]
    public void View_OfAPart_ClipsAndCopies()
    {
        var frame = new Frame(new GrayImage([1, 2, 3, 4, 5, 6], 3, 2));
        FrameView view = frame[new Box(1, 0, 9, 9)];
        Assert.Equal(new Box(1, 0, 2, 2), view.Area);
        Assert.Equal("  2   3\n  5   6", view.Copy().Numbers());
        Assert.Equal([6], view[new Box(1, 1, 5, 5)].Copy().Gray.Pixels);
        view.Copy().Gray.Pixels[0] = 9;
        Assert.Equal(2, frame.Gray.Pixels[1]);
    }

    [Fact]
    public void View_OfNothing_SaysWhatThereIs()
    {
        var frame = new Frame(new GrayImage(3, 2));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => frame[new Box(3, 0, 4, 4)]);
        Assert.Contains(
            "the part 3, 0, 4 x 4 holds no pixel of the 3x2 frame",
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => frame[new Box(0, 0, 1, 1)][new Box(1, 0, 1, 1)]);
    }

    [Fact]
    public void Copy_OfAFrameWithBothPlanes_KeepsBoth()
    {
        var frame = new Frame(new BgrImage([1, 2, 3, 4, 5, 6], 2, 1), new GrayImage([7, 8], 2, 1));
        Frame copy = frame[new Box(1, 0, 1, 1)].Copy();
        Assert.Equal("  4   5   6", copy.Numbers());
        Assert.Equal([8], copy.Gray.Pixels);
    }

    [Fact]
    public void PixelsChanged_AfterWriting_GivesNewGray()
    {
        var frame = new Frame(new BgrImage(1, 1));
        Assert.Equal(0, frame.Gray.Pixels[0]);
        frame.Bgr.Pixels.AsSpan().Fill(255);
        Assert.Equal(0, frame.Gray.Pixels[0]);
        frame.PixelsChanged();
        Assert.Equal(255, frame.Gray.Pixels[0]);
    }

    [Fact]
    public void Detect_InAPart_AnswersInItsOwnPixels()
    {
        var frame = new Frame(new GrayImage(20, 10));
        Detection found = Assert.Single(
            new WholePicture().Detect(frame[new Box(5, 4, 6, 3)], null, TestContext.Current.CancellationToken)
        );
        Assert.Equal(new Box(0, 0, 6, 3), found.Box);
        Assert.Equal("0, 0, 6 x 3", found.Box.ToString());
    }

    private sealed class WholePicture : IDetector
    {
        public IReadOnlyList<string> Labels => ["picture"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        ) => [new Detection(new Box(0, 0, frame.Width, frame.Height), 1, "picture")];
    }
}
