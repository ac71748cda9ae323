using System.Globalization;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Kernels;

public class LevelScannerTests
{
    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        string[] cascades =
        [
            "haarcascade_frontalface_default",
            "haarcascade_frontalface_alt2",
            "haarcascade_smile",
            "haarcascade_lefteye_2splits:6",
            "haarcascade_eye_tree_eyeglasses:4",
            "lbpcascade_frontalface",
        ];
        foreach (string cascade in cascades)
        {
            foreach (int lanes in (int[])[16, 8, 4])
            {
                cases.Add(cascade, lanes);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scan_AnyWidth_AnswersTheScalarCandidates(string cascade, int lanes)
    {
        Assert.SkipUnless(IsSupported(lanes), $"this processor has no vectors of {lanes} lanes");
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        CascadeModel model = Load(cascade);
        GrayImage picture = TestPictures.Faces();
        ILevelScanner scalar = new ScannerFactory(model).Create(1);
        ILevelScanner vector = new ScannerFactory(model).Create(lanes);
        var levels = new List<PyramidLevel>();
        ScalePyramid.Build(new BoxSize(picture.Width, picture.Height), model.WindowSize, 1.3, default, default, levels);
        int candidates = 0;
        foreach (PyramidLevel level in levels)
        {
            candidates += AssertSameCandidates(scalar, vector, picture, level);
        }

        Assert.True(candidates > 0);
    }

    // Mining looks at every column of levels at which detectors look at every other one.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Scan_EveryColumnAtAnyScale_AnswersTheScalarCandidates(string cascade, int lanes)
    {
        Assert.SkipUnless(IsSupported(lanes), $"this processor has no vectors of {lanes} lanes");
        CascadeModel model = Load(cascade);
        ILevelScanner scalar = new ScannerFactory(model).Create(1);
        ILevelScanner vector = new ScannerFactory(model).Create(lanes);
        var levels = new List<PyramidLevel>();
        int candidates = 0;
        foreach (int seed in (int[])[1, 2])
        {
            GrayImage picture = SyntheticPictures.Make("face", 233, 121, seed);
            ScalePyramid.Build(
                new BoxSize(picture.Width, picture.Height),
                model.WindowSize,
                1.17,
                default,
                default,
                levels
            );
            foreach (PyramidLevel usual in levels)
            {
                candidates += AssertSameCandidates(scalar, vector, picture, usual with { Step = 1 });
            }
        }

        Assert.True(candidates > 0);
    }

    // Pixels of 0 and 255 take the values of features to the ends of what 16 bits hold, and sums around them several
    // times.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Scan_BlackAndWhite_AnswersTheScalarCandidates(string cascade, int lanes)
    {
        Assert.SkipUnless(IsSupported(lanes), $"this processor has no vectors of {lanes} lanes");
        CascadeModel model = Load(cascade);
        ILevelScanner scalar = new ScannerFactory(model).Create(1);
        ILevelScanner vector = new ScannerFactory(model).Create(lanes);
        var levels = new List<PyramidLevel>();
        for (int seed = 0; seed < 8; seed++)
        {
            GrayImage picture = SyntheticPictures.Make(seed < 4 ? "coarse noise" : "face", 181, 140, seed);
            for (int i = 0; i < picture.Pixels.Length; i++)
            {
                picture.Pixels[i] = (byte)(picture.Pixels[i] < 128 ? 0 : 255);
            }

            ScalePyramid.Build(
                new BoxSize(picture.Width, picture.Height),
                model.WindowSize,
                1.4,
                default,
                default,
                levels
            );
            foreach (PyramidLevel level in levels)
            {
                AssertSameCandidates(scalar, vector, picture, level);
            }
        }
    }

    // A name, and how many stages where all of them let nothing pass.
    private static CascadeModel Load(string cascade)
    {
        string[] parts = cascade.Split(':');
        CascadeModel model = ModelCatalog.Get(parts[0]).LoadCascade();
        return parts.Length == 1
            ? model
            : CascadeBeginning.Of(model, int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static int AssertSameCandidates(
        ILevelScanner scalar,
        ILevelScanner vector,
        GrayImage picture,
        PyramidLevel level
    )
    {
        var expected = new List<Candidate>();
        var found = new List<Candidate>();
        scalar.Scan(picture.View, level, new RowRange(0, level.RowEnd), expected);
        vector.Scan(picture.View, level, new RowRange(0, level.RowEnd), found);
        vector.Finish();
        Assert.Equal(expected, found);
        return found.Count;
    }

    private static bool IsSupported(int lanes) =>
        lanes switch
        {
            16 => Lanes512.IsSupported,
            8 => Lanes256.IsSupported,
            _ => Lanes128.IsSupported,
        };
}
