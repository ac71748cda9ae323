using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public sealed class ConfirmedDetectorTests
{
    private static readonly Frame Picture = new(new GrayImage(400, 300));
    private static readonly Box Face = new(120, 100, 100, 100);

    [Fact]
    public void Detect_SecondFindsItToo_AnswersTheFirstBoxWithBothScores()
    {
        // The region is 200x200 around the box at half its size: 25, 25 in it is 120, 100 in the picture.
        Detection only = Assert.Single(Detect(Confirming(new Detection(new Box(25, 25, 50, 50), 30, "other"))));
        Assert.Equal((Face, "face", 5 + (0.1 * 30)), (only.Box, only.Label, only.Score));
    }

    [Fact]
    public void Detect_SecondFindsNothingOrElsewhere_AnswersNothing()
    {
        Assert.Empty(Detect(Confirming()));
        Assert.Empty(Detect(Confirming(new Detection(new Box(0, 0, 20, 20), 30, "other"))));
    }

    [Fact]
    public void Detect_MinScore_IsOfTheSum()
    {
        ConfirmedDetector detector = Confirming(new Detection(new Box(25, 25, 50, 50), 30, "other"));
        Assert.Single(Detect(detector, new DetectionOptions { MinScore = 8 }));
        Assert.Empty(Detect(detector, new DetectionOptions { MinScore = 8.01 }));
    }

    [Fact]
    public void Detect_RawCandidatesWanted_AnswersTheFirstAlone() =>
        Assert.Equal(5, Assert.Single(Detect(Confirming(), new DetectionOptions { MinNeighbors = 0 })).Score);

    [Fact]
    public void Faces_RealPictures_ConfirmedFacesAreOnTheCascades()
    {
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        var frame = new Frame(OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 548));
        IReadOnlyList<Detection> cascade = Detector.FromModel("haarcascade_frontalface_alt2").Detect(
            frame, new DetectionOptions { MinNeighbors = 2 }, TestContext.Current.CancellationToken);
        IReadOnlyList<Detection> faces = Detector.Faces().Detect(frame, cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(faces);
        Assert.All(faces, face => Assert.Contains(cascade, found => found.Box == face.Box && found.Score < face.Score));
    }

    private static ConfirmedDetector Confirming(params Detection[] second) => new(
        new Fixed(new Detection(Face, 5, "face")),
        new InnerSearch { Detector = new Fixed(second), Region = new RelativeRegion(-0.5, -0.5, 2, 2), WorkingWidth = 50 },
        weight: 0.1);

    private static IReadOnlyList<Detection> Detect(ConfirmedDetector detector, DetectionOptions? options = null) =>
        detector.Detect(Picture, options, TestContext.Current.CancellationToken);

    private sealed class Fixed(params Detection[] found) : IDetector
    {
        public IReadOnlyList<string> Labels => ["face"];

        public IReadOnlyList<Detection> Detect(Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default) => found;
    }
}
