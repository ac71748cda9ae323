using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public sealed class FaceBoxesTests
{
    [Fact]
    public void SquareFor_FaceInARealPicture_IsNearlyTheBoxOfOpenCvsCascades()
    {
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        var frame = new Frame(OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 548));
        IDetector cascades = Detector.FromModel("haarcascade_frontalface_alt2");
        Detection cascade = cascades
            .Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
            .MaxBy(static found => found.Score);
        IDetector faces = Detector.Faces();
        RelativeRegion square = FaceBoxes.SquareFor(faces);

        Assert.Equal(RelativeRegion.Whole, FaceBoxes.SquareFor(cascades));
        Detection face = faces
            .Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
            .MaxBy(static found => found.Score);
        double overlap = square.Of(face.Box).IntersectionOverUnion(cascade.Box);
        Assert.True(overlap > 0.6, $"{face.Box} {cascade.Box}");
    }
}
