using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>Every family is recognised by what it answers, and its find is where it is told to be.</summary>
public sealed class FamilyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public static TheoryData<string> Names => [.. FamilyStubs.All.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Detect_Stub_FindsWhatItAnswers(string name) => AssertFinds(name, FamilyStubs.All[name]());

    [Theory]
    [MemberData(nameof(Names))]
    public void Detect_StubOfHalfFloats_FindsTheSame(string name) =>
        AssertFinds(name, FamilyStubs.All[name]().AsHalf());

    // Outputs in the opposite order and without their batch.
    [Theory]
    [MemberData(nameof(Names))]
    public void Detect_StubTurned_FindsTheSame(string name) => AssertFinds(name, FamilyStubs.All[name]().Turned());

    // What holds no numbers, and what holds other numbers than scores.
    [Theory]
    [MemberData(nameof(Names))]
    public void Load_StubOfOtherNumbers_IsRefusedInOneLine(string name)
    {
        AssertRefused(FamilyStubs.All[name]().With(static _ => float.NaN), wherever: "NaN");
        if (
            !name.StartsWith("DETR", StringComparison.Ordinal)
            && !name.Contains("logits", StringComparison.Ordinal)
            && name is not ("RT-DETR" or "BlazeFace")
        )
        {
            AssertRefused(FamilyStubs.All[name]().With(static x => (30 * x) + 5));
        }
    }

    // Rows before columns, as one who exports by hand may have them.
    [Theory]
    [InlineData("YOLOv8", true)]
    [InlineData("YOLOv8 in parts", true)]
    [InlineData("YOLOv5", false)]
    [InlineData("YOLOv6", false)]
    [InlineData("YOLOX decoded", false)]
    [InlineData("YOLO with suppression inside, selected", false)]
    [InlineData("PP-YOLOE+", false)]
    [InlineData("YOLO-NAS", false)]
    public void Load_StubWithXAndYExchanged_IsRefused(string name, bool isByColumn) =>
        AssertRefused(FamilyStubs.All[name]().WithXAndYExchanged(isByColumn));

    // Whoever names a detector that is refused is not told that it is a classifier.
    [Theory]
    [MemberData(nameof(Names))]
    public void HasShapeOf_Stub_IsNoClassifier(string name) =>
        Assert.False(OnnxClassifier.HasShapeOf(Write(FamilyStubs.All[name]())));

    // Landmarks may be missing, and nothing else.
    [Theory]
    [MemberData(nameof(Names))]
    public void Load_StubWithoutAnOutput_IsRefusedOrFindsTheSame(string name)
    {
        foreach (TinyNetwork network in FamilyStubs.All[name]().WithoutOneOutput())
        {
            string path = Write(network);
            try
            {
                using OnnxDetector detector = OnnxDetector.Load(path);
                Assert.True(
                    detector.Kind is "YuNet" or "SCRFD" or "PicoDet" or "SSD" or "PP-YOLOE+"
                        // Sums of scores are there to be quick.
                        || name.Contains("raw", StringComparison.Ordinal),
                    $"{detector.Kind} without an output"
                );
                Assert.Equal(0.9, Find(detector, name).Score, 2);
            }
            catch (OnnxModelException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    // The mask of the stubs is the left half of the picture, of which the find covers 16 columns.
    private static void AssertExtras(string name, Detection found)
    {
        Assert.Equal(name.EndsWith("masks", StringComparison.Ordinal), found.Mask is not null);
        if (found.Mask is { } mask)
        {
            Assert.Equal(found.Box, mask.Box);
            Assert.True(mask.Contains(40, 30) && !mask.Contains(56, 30), $"{mask}");
            Assert.InRange(mask.Area, 15 * 32, 17 * 32);
        }

        if (name.EndsWith("points", StringComparison.Ordinal))
        {
            Keypoint elbow = Assert.NotNull(found.Keypoints?["left_elbow"]);
            Assert.Equal((39, 16), (elbow.Place.X, elbow.Place.Y));
            Assert.Equal(7 / 17.0, elbow.Score, 3);
        }

        string[] withLandmarks = ["YuNet", "YuNet of 2022", "SCRFD", "RetinaFace"];
        Assert.Equal(withLandmarks.Contains(name, StringComparer.Ordinal), found.Landmarks is not null);
        Assert.True(found.Landmarks is not { } face || face.RightEye.X < face.LeftEye.X || name == "RetinaFace");
    }

    private void AssertRefused(TinyNetwork network, string wherever = "")
    {
        string path = Write(network);
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => OnnxDetector.Load(path).Reading);
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(wherever, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private void AssertFinds(string name, TinyNetwork network)
    {
        using OnnxDetector detector = OnnxDetector.Load(Write(network));
        Assert.StartsWith(detector.Kind, name, StringComparison.Ordinal);
        Detection found = Find(detector, name);
        Assert.Equal(0.9, found.Score, 2);
        string label =
            detector.Labels is ["face"] ? "face"
            : detector.Labels is ["a", "b", "c"] ? "b"
            : detector.Labels is ["x", "y"] ? "y"
            : detector.Labels.Count == FamilyStubs.Classes ? "class 1"
            : "bicycle";
        Assert.Equal(label, found.Label);
        AssertExtras(name, found);
        Assert.True(found.Box.IntersectionOverUnion(new Box(32, 16, 32, 32)) > 0.9, $"{found.Box}");
    }

    private static Detection Find(OnnxDetector detector, string name)
    {
        (int width, int height) = name.StartsWith("BlazeFace", StringComparison.Ordinal)
            ? (128, 128)
            : (FamilyStubs.Width, FamilyStubs.Height);
        return Assert.Single(
            detector.Detect(new Frame(new BgrImage(width, height)), null, TestContext.Current.CancellationToken)
        );
    }

    private string Write(TinyNetwork network)
    {
        string path = Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(path, network.ToArray());
        return path;
    }
}
