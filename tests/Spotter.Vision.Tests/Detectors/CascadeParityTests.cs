using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

/// <summary>Box for box what OpenCV 4.13 finds, raw and grouped.</summary>
public sealed class CascadeParityTests
{
    private static readonly string[] Varied =
    [
        "haarcascade_frontalface_default", // stumps
        "haarcascade_frontalface_alt2", // trees
        "haarcascade_frontalcatface_extended", // tilted
        "haarcascade_licence_plate_rus_16stages", // old format, a wide window
        "lbpcascade_frontalface",
    ];

    public static TheoryData<string> AllCascades =>
        [.. ModelCatalog.All.Where(static model => model.Kind == ModelKind.Cascade).Select(static model => model.Name)];

    public static TheoryData<string> VariedCascades => [.. Varied];

    [Theory]
    [MemberData(nameof(AllCascades))]
    public void Detect_RealPicture_BoxesOfOpenCv(string cascade)
    {
        RequireFiles();
        ModelInfo model = ModelCatalog.Get(cascade);
        var detector = new CascadeDetector(model.LoadCascade(), model.Label);
        using OpenCvOracle oracle = OpenCvOracle.Stock(cascade);
        int raw = 0;
        foreach (string picture in (string[])["messi5.jpg", "basketball1.png"])
        {
            GrayImage gray = OpenCvOracle.ReadGray(OpenCvFiles.Picture(picture), 250);
            raw += Parity.AssertEqual(
                oracle,
                detector,
                gray,
                new DetectionOptions { ScaleFactor = 1.2, MinNeighbors = 0 }
            );
            Parity.AssertEqual(oracle, detector, gray, new DetectionOptions { ScaleFactor = 1.1, MinNeighbors = 3 });
        }

        // The pictures are of people; a face cascade that finds nothing would prove nothing.
        Assert.True(raw > 0 || cascade is not "haarcascade_frontalface_default");
    }

    [Theory]
    [MemberData(nameof(VariedCascades))]
    public void Detect_ScaleFactorsAndLimits_BoxesOfOpenCv(string cascade)
    {
        RequireFiles();
        ModelInfo model = ModelCatalog.Get(cascade);
        BoxSize window = model.WindowSize;
        var detector = new CascadeDetector(model.LoadCascade(), model.Label);
        using OpenCvOracle oracle = OpenCvOracle.Stock(cascade);
        GrayImage gray = OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 333);
        (BoxSize?, BoxSize?)[] limits =
        [
            (null, null),
            (new(window.Width + 7, window.Height + 3), null),
            (null, new(window.Width * 3, window.Height * 3)),
            (new(window.Width * 2, window.Height * 2), new(window.Width * 2, window.Height * 2)),
            (new(window.Width * 4, window.Height * 4), new(window.Width, window.Height)),
            (null, new(0, 50)),
        ];
        foreach (double scaleFactor in (double[])[1.3, 2.0, 2.5, 7])
        {
            foreach ((BoxSize? min, BoxSize? max) in limits)
            {
                foreach (int minNeighbors in (int[])[0, 1, 4])
                {
                    Parity.AssertEqual(
                        oracle,
                        detector,
                        gray,
                        new DetectionOptions
                        {
                            ScaleFactor = scaleFactor,
                            MinNeighbors = minNeighbors,
                            MinSize = min,
                            MaxSize = max,
                        }
                    );
                }
            }
        }
    }

    [Theory]
    [InlineData("haarcascade_frontalface_default")]
    [InlineData("haarcascade_frontalface_alt2")]
    [InlineData("lbpcascade_frontalface")]
    public void Detect_RawCandidates_ScoreIsOpenCvsLevelWeight(string cascade)
    {
        RequireFiles();
        ModelInfo model = ModelCatalog.Get(cascade);
        var detector = new CascadeDetector(model.LoadCascade(), model.Label);
        using OpenCvOracle oracle = OpenCvOracle.Stock(cascade);
        GrayImage gray = OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 400);
        var found = new List<Detection>();
        var options = new DetectionOptions { ScaleFactor = 1.2, MinNeighbors = 0 };
        detector.Detect(gray.View, found, options, TestContext.Current.CancellationToken);
        (Box Box, double Score)[] expected = oracle.DetectWithScores(gray, 1.2, model.LoadCascade().Stages.Length);
        Assert.NotEmpty(found);
        foreach (Detection detection in found)
        {
            Assert.Contains(expected, e => e.Box == detection.Box && Math.Abs(e.Score - detection.Score) < 1e-9);
        }
    }

    private static void RequireFiles()
    {
        Assert.SkipUnless(OpenCvFiles.HaveCascades, OpenCvFiles.CascadesAbsent);
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
    }
}
