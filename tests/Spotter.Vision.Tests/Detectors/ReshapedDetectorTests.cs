using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public sealed class ReshapedDetectorTests
{
    private static readonly Frame Picture = new(new GrayImage(400, 300));
    private static readonly RelativeRegion Larger = new(-0.25, -0.5, 1.5, 2);

    [Fact]
    public void Detect_Boxes_AreTheRegionsOfWhatIsFound()
    {
        Detection only = Assert.Single(Detect(new Recorder(new Detection(new Box(100, 100, 40, 20), 7, "face"))));
        Assert.Equal(new Detection(new Box(90, 90, 60, 40), 7, "face"), only);
    }

    [Fact]
    public void Detect_AtTheEdge_KeepsBoxesInThePictureAndTheRegionOfInterest()
    {
        var corner = new Recorder(new Detection(new Box(0, 280, 40, 20), 7, "face"));
        Assert.Equal(new Box(0, 270, 50, 30), Assert.Single(Detect(corner)).Box);
        DetectionOptions options = new() { RegionOfInterest = new Box(0, 280, 30, 20) };
        Assert.Equal(new Box(0, 280, 30, 20), Assert.Single(Detect(corner, options)).Box);
    }

    [Fact]
    public void Detect_Sizes_AreThoseOfTheAnsweredBoxes()
    {
        var inner = new Recorder();
        Detect(
            inner,
            new DetectionOptions
            {
                MinSize = new BoxSize(60, 0),
                MaxSize = new BoxSize(300, 200),
                MinNeighbors = 2,
            }
        );
        Assert.Equal(
            new DetectionOptions
            {
                MinSize = new BoxSize(40, 0),
                MaxSize = new BoxSize(200, 100),
                MinNeighbors = 2,
            },
            inner.Options
        );
    }

    [Fact]
    public void Detect_NoSettings_LeavesTheDetectorItsOwn()
    {
        var inner = new Recorder();
        Detect(inner);
        Assert.Null(inner.Options);
    }

    [Fact]
    public void Faces_RealPicture_BoxesAreThoseOfOpenCvsCascadesNearly()
    {
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        var frame = new Frame(OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 548));
        Detection cascade = Detector
            .FromModel("haarcascade_frontalface_alt2")
            .Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
            .MaxBy(static found => found.Score);
        Assert.Contains(
            Detector.Faces().Detect(frame, cancellationToken: TestContext.Current.CancellationToken),
            face => face.Box.IntersectionOverUnion(cascade.Box) > 0.7
        );
    }

    private static IReadOnlyList<Detection> Detect(Recorder inner, DetectionOptions? options = null) =>
        new ReshapedDetector(inner, Larger).Detect(Picture, options, TestContext.Current.CancellationToken);

    private sealed class Recorder(params Detection[] found) : IDetector
    {
        public IReadOnlyList<string> Labels => ["face"];

        public DetectionOptions? Options { get; private set; }

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Options = options;
            return found;
        }
    }
}
