using CsCheck;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

/// <summary>Whatever the picture and the settings, the boxes are OpenCV's.</summary>
public sealed class CascadeParityPropertyTests
{
    private static readonly Gen<BoxSize?> Limit = Gen.OneOf(
        Gen.Const((BoxSize?)null),
        Gen.Select(Gen.Int[0, 220], Gen.Int[0, 220]).Select(static (w, h) => (BoxSize?)new BoxSize(w, h))
    );

    private static readonly Gen<DetectionOptions> Options = Gen.Select(
            Gen.OneOf(Gen.Double[1.05, 3], Gen.Const(2.0), Gen.Const(1.1)),
            Gen.Int[0, 5],
            Limit,
            Limit
        )
        .Select(
            static (scaleFactor, minNeighbors, min, max) =>
                new DetectionOptions
                {
                    ScaleFactor = scaleFactor,
                    MinNeighbors = minNeighbors,
                    MinSize = min,
                    MaxSize = max,
                }
        );

    private static readonly Gen<(string Kind, int Width, int Height, int Seed)> Pictures = Gen.Select(
        Gen.Int[0, SyntheticPictures.Kinds.Length - 1].Select(static i => SyntheticPictures.Kinds[i]),
        Gen.Int[1, 200],
        Gen.Int[1, 200],
        Gen.Int[0, 1 << 20]
    );

    [Theory]
    [InlineData("haarcascade_frontalface_default")]
    [InlineData("haarcascade_frontalface_alt_tree")]
    [InlineData("haarcascade_eye_tree_eyeglasses")]
    [InlineData("haarcascade_frontalcatface_extended")]
    [InlineData("haarcascade_smile")]
    [InlineData("haarcascade_fullbody")]
    [InlineData("haarcascade_licence_plate_rus_16stages")]
    [InlineData("lbpcascade_frontalface")]
    [InlineData("lbpcascade_silverware")]
    public void Detect_AnyPictureAndSettings_BoxesOfOpenCv(string cascade)
    {
        Assert.SkipUnless(OpenCvFiles.HaveCascades, OpenCvFiles.CascadesAbsent);
        ModelInfo model = ModelCatalog.Get(cascade);
        var detector = new CascadeDetector(model.LoadCascade(), model.Label);
        using OpenCvOracle oracle = OpenCvOracle.Stock(cascade);
        Gen.Select(Pictures, Options)
            .Sample(
                (picture, options) =>
                {
                    GrayImage gray = SyntheticPictures.Make(picture.Kind, picture.Width, picture.Height, picture.Seed);
                    Parity.AssertEqual(oracle, detector, gray, options);
                },
                iter: 60,
                threads: 1
            );
    }

    [Fact]
    public void Detect_WindowThatEndsInAHalfInSinglePrecision_SizeOfOpenCv()
    {
        Assert.SkipUnless(OpenCvFiles.HaveCascades, OpenCvFiles.CascadesAbsent);
        const string Cascade = "haarcascade_smile";
        var detector = new CascadeDetector(ModelCatalog.Get(Cascade).LoadCascade(), "smile");
        using OpenCvOracle oracle = OpenCvOracle.Stock(Cascade);
        GrayImage gray = SyntheticPictures.Make("face", 169, 25, 156940);
        var options = new DetectionOptions { ScaleFactor = 1.1944444444444444, MinNeighbors = 0 };

        Assert.True(Parity.AssertEqual(oracle, detector, gray, options) > 0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(500, 1)]
    [InlineData(23, 24)]
    [InlineData(24, 24)]
    [InlineData(25, 24)]
    [InlineData(24, 300)]
    [InlineData(56, 56)]
    [InlineData(57, 56)]
    public void Detect_TinyOrThinPicture_BoxesOfOpenCv(int width, int height)
    {
        Assert.SkipUnless(OpenCvFiles.HaveCascades, OpenCvFiles.CascadesAbsent);
        const string Cascade = "haarcascade_frontalface_default";
        var detector = new CascadeDetector(ModelCatalog.Get(Cascade).LoadCascade(), "face");
        using OpenCvOracle oracle = OpenCvOracle.Stock(Cascade);
        foreach (string kind in SyntheticPictures.Kinds)
        {
            GrayImage gray = SyntheticPictures.Make(kind, width, height, 3);
            Parity.AssertEqual(oracle, detector, gray, new DetectionOptions { ScaleFactor = 1.1, MinNeighbors = 0 });
        }
    }
}
