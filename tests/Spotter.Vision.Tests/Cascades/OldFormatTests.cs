using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Cascades;

/// <summary>The same model in the format of opencv_haartraining finds the same boxes.</summary>
public sealed class OldFormatTests
{
    [Theory]
    [InlineData("haarcascade_frontalface_alt2")] // trees
    [InlineData("haarcascade_frontalcatface_extended")] // tilted
    [InlineData("haarcascade_smile")] // a window wider than high
    [InlineData("haarcascade_fullbody")] // a window higher than wide
    public void Load_OldFormat_BoxesOfTheNewFormat(string name)
    {
        CascadeModel model = ModelCatalog.Get(name).LoadCascade();
        CascadeModel old = CascadeXml.Load(CascadeXml.Old(model));
        Assert.Equal(model.WindowSize, old.WindowSize);
        var detector = new CascadeDetector(model, "thing");
        var oldDetector = new CascadeDetector(old, "thing");
        foreach (string kind in (string[])["face", "coarse noise"])
        {
            GrayImage gray = SyntheticPictures.Make(kind, 150, 130, 11);
            var options = new DetectionOptions { ScaleFactor = 1.2, MinNeighbors = 0 };
            Assert.Equal(Parity.Find(detector, gray, options), Parity.Find(oldDetector, gray, options));
        }
    }

    [Theory]
    [InlineData("haarcascade_frontalface_alt2")]
    [InlineData("haarcascade_smile")]
    [InlineData("haarcascade_fullbody")]
    public void Load_OldFormat_BoxesOfOpenCv(string name)
    {
        CascadeModel model = ModelCatalog.Get(name).LoadCascade();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, CascadeXml.Old(model));
            using var oracle = new OpenCvOracle(file);
            var detector = new CascadeDetector(CascadeModel.Load(file), "thing");
            for (int seed = 0; seed < 4; seed++)
            {
                GrayImage gray = SyntheticPictures.Make("face", 120 + (seed * 13), 140, seed);
                Parity.AssertEqual(
                    oracle,
                    detector,
                    gray,
                    new DetectionOptions { ScaleFactor = 1.1, MinNeighbors = 0 }
                );
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
