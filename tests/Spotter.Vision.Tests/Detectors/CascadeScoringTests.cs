using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public sealed class CascadeScoringTests
{
    [Theory]
    [InlineData("haarcascade_frontalface_alt2")]
    [InlineData("haarcascade_smile")]
    public void Detect_ScoredByNeighbors_OneSearchTellsWhatEveryStricterSettingFinds(string cascade)
    {
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        ModelInfo model = ModelCatalog.Get(cascade);
        CascadeDetector detector = new CascadeDetector(model.LoadCascade(), model.Label).WithScoring(
            CascadeScoring.Neighbors
        );
        var frame = new Frame(TestPictures.Faces());
        IReadOnlyList<Detection> all = detector.Detect(
            frame,
            new DetectionOptions { MinNeighbors = 1 },
            TestContext.Current.CancellationToken
        );
        Assert.NotEmpty(all);
        Assert.All(all, static d => Assert.True(d.Score >= 2));
        foreach (int n in (int[])[1, 2, 3, 5, 8, 13, 21])
        {
            IReadOnlyList<Detection> strict = detector.Detect(
                frame,
                new DetectionOptions { MinNeighbors = n },
                TestContext.Current.CancellationToken
            );
            Assert.Equal(all.Where(d => d.Score > n), strict);
        }
    }
}
