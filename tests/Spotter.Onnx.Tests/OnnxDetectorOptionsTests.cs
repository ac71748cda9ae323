using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>What a user says of a network beside its file.</summary>
public sealed class OnnxDetectorOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nanodet-plus")]
    [InlineData("NanoDet Plus")]
    public void Load_FamilyByAnyName_IsTaken(string family) =>
        Assert.Equal("NanoDet-Plus", Load("NanoDet-Plus", new OnnxDetectorOptions { Family = family }).Kind);

    [Fact]
    public void Load_AnotherFamily_IsRefused()
    {
        string path = Write("YOLOX");
        OnnxModelException other = Refused(path, new OnnxDetectorOptions { Family = "YuNet" });
        Assert.Contains("which is not what YuNet answers", other.Message, StringComparison.Ordinal);
        OnnxModelException none = Refused(path, new OnnxDetectorOptions { Family = "YOLX" });
        Assert.Contains("there is no family YOLX; there are YuNet, SCRFD", none.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("names.txt", "cat\nbig dog\n\nbird\n")]
    [InlineData("data.yaml", "path: x\nnames:\n  0: cat\n  1: big dog # really\n  2: bird\nnc: 3\n")]
    [InlineData("data.yaml", "names: [cat, 'big dog',\n  bird]\n")]
    public void Load_ClassFile_NamesWhatIsFound(string name, string text)
    {
        OnnxDetectorOptions options = new() { ClassFile = Write(name, text) };
        Assert.Equal(["cat", "big dog", "bird"], Load("YOLOX", options).Labels);
    }

    [Fact]
    public void Load_ClassFileOfAnotherNumber_SaysBothNumbers()
    {
        string names = Write("two.txt", "cat\ndog\n");
        OnnxModelException e = Refused(Write("YOLOv8"), new OnnxDetectorOptions { ClassFile = names });
        Assert.Equal($"{names}: names 2 classes where the network tells 3 apart", e.Message);
    }

    [Fact]
    public void Load_Metadata_NamesClassesAndVersion()
    {
        byte[] network = FamilyStubs
            .All["YOLOv8"]()
            .Says("names", """{0: 'it\'s', 1: "a, b", 2: 'third'}""")
            .Says("description", "Ultralytics YOLO11n model trained on coco.yaml")
            .ToArray();
        using OnnxDetector detector = OnnxDetector.Load(Write("y.onnx", network));
        Assert.Equal(["it's", "a, b", "third"], detector.Labels);
        Assert.Equal("YOLO11n", detector.Kind);
    }

    [Fact]
    public void Load_TurnedBoxes_AreRefused()
    {
        byte[] network = FamilyStubs.All["YOLOv8"]().Says("task", "obb").ToArray();
        OnnxModelException e = Refused(Write("y.onnx", network), new OnnxDetectorOptions());
        Assert.Contains("boxes that are turned", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DescriptionBesideTheNetwork_IsRead()
    {
        string path = Write("YOLOX");
        File.WriteAllText(
            path + ".json",
            """
            {
              // as its maker says
              "family": "YOLOX",
              "colors": "rgb",
              "mean": [123.675, 116.28, 103.53],
              "scale": 0.0171,
              "fit": "centred",
              "padding": 0,
              "classes": ["cat", "dog", "bird"],
              "min_score": 0.95,
            }
            """
        );
        using OnnxDetector detector = OnnxDetector.Load(path);
        Assert.Equal("YOLOX: takes 96x64, red first, in the middle; 3 classes; scores from 0.95", detector.Reading);
        Assert.Equal(["cat", "dog", "bird"], detector.Labels);
        Assert.Empty(Find(detector));
        Assert.Single(Find(detector, new DetectionOptions { MinScore = 0.5 }));
    }

    [Theory]
    [InlineData("""{ "colours": "rgb" }""", "'colours'")]
    [InlineData("""{ "colors": "red" }""", "colors must be rgb or bgr")]
    [InlineData("""{ "mean": [1, 2] }""", "mean must be a number, or three")]
    [InlineData("""{ "fit": "cropped" }""", "fit must be stretched, centred or top-left")]
    [InlineData("""{ "padding": 300 }""", "padding must be 0 to 255")]
    [InlineData("""{ "width": 640 }""", "width and height must both be there")]
    [InlineData("""{ "classes": [1] }""", "classes must be a list of names")]
    [InlineData("""{ "min_score": 7 }""", "min_score must be 0 to 1")]
    [InlineData("nothing", "is no description of a network")]
    public void Load_WrongDescription_IsOneLine(string text, string why)
    {
        string file = Write("description.json", text);
        OnnxModelException e = Refused(Write("YOLOX"), new OnnxDetectorOptions { DescriptionFile = file });
        Assert.StartsWith(file, e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Load_MissingFiles_AreSaid()
    {
        string path = Write("YOLOX");
        string none = Path.Combine(_folder, "none");
        Assert.Contains(none, Refused(path, new OnnxDetectorOptions { DescriptionFile = none }).Message);
        Assert.Contains(
            none,
            Assert
                .ThrowsAny<SpotterException>(() =>
                    OnnxDetector.Load(path, new OnnxDetectorOptions { ClassFile = none })
                )
                .Message
        );
    }

    [Fact]
    public void Detect_InputSizeOfAFixedNetwork_IsRefused()
    {
        using OnnxDetector detector = Load("YOLOX", new OnnxDetectorOptions());
        Assert.Single(Find(detector, new DetectionOptions { InputSize = 96 }));
        OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
            Find(detector, new DetectionOptions { InputSize = 640 })
        );
        Assert.Contains("takes pictures of 96x64 pixels and no others", e.Message, StringComparison.Ordinal);
    }

    // Whatever goes in, the stub answers the same, as of an input of 96 x 64.
    [Fact]
    public void Load_OpenSize_IsThatOfTheMetadata()
    {
        TinyNetwork network = FamilyStubs.All["YOLOv10"]().OfInput("images", [-1, 3, -1, -1]);
        using (OnnxDetector usual = OnnxDetector.Load(Write("y.onnx", network.ToArray())))
        {
            Assert.Contains("takes any size, as a rule 640x640", usual.Reading, StringComparison.Ordinal);
        }

        using OnnxDetector said = OnnxDetector.Load(Write("y.onnx", network.Says("imgsz", "[64, 96]").ToArray()));
        Assert.Contains("as a rule 96x64", said.Reading, StringComparison.Ordinal);
        Assert.Equal(new Box(32, 16, 32, 32), Assert.Single(Find(said)).Box);

        // At twice the size the same numbers are half as far.
        Detection larger = Assert.Single(Find(said, new DetectionOptions { InputSize = 192 }));
        Assert.Equal(16, larger.Box.Width);
    }

    private OnnxDetector Load(string stub, OnnxDetectorOptions options) => OnnxDetector.Load(Write(stub), options);

    private static OnnxModelException Refused(string path, OnnxDetectorOptions options) =>
        Assert.Throws<OnnxModelException>(() => OnnxDetector.Load(path, options).Kind);

    private static IReadOnlyList<Detection> Find(OnnxDetector detector, DetectionOptions? options = null) =>
        detector.Detect(
            new Frame(new BgrImage(FamilyStubs.Width, FamilyStubs.Height)),
            options,
            TestContext.Current.CancellationToken
        );

    private string Write(string stub) => Write("stub.onnx", FamilyStubs.All[stub]().ToArray());

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
