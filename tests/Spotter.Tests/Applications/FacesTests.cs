using Spotter.Applications;
using Spotter.Vision;

namespace Spotter.Tests.Applications;

public sealed class FacesTests
{
    [Fact]
    public void WithLandmarks_OfTheBuiltInFaces_HidesAndSearchesAsBefore()
    {
        Application faces = Faces.Create();
        Application marked = faces.WithLandmarks();
        Assert.NotSame(faces.Detector, marked.Detector);
        Assert.Equal(["face"], marked.Detector.Labels);
        Assert.Equal((faces.Drawing, faces.SmallestShare), (marked.Drawing, marked.SmallestShare));
        Application made = Faces.Create(Detector.WithLandmarks());
        Assert.Equal((faces.Drawing, faces.SmallestShare), (made.Drawing, made.SmallestShare));
        Assert.Equal(faces.Detector.UsesColor, marked.Detector.UsesColor);
    }

    [Fact]
    public void WithLandmarks_OfOtherThings_IsTheSame()
    {
        var eyes = new Application(Detector.FromModel("haarcascade_eye"));
        Assert.Same(eyes, eyes.WithLandmarks());
    }
}
