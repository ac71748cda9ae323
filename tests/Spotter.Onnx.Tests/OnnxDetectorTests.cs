using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

public sealed class OnnxDetectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Three boxes as parts of a 40 x 20 input: one good, one that overlaps it and is worse, one weak.
    [Fact]
    public void Detect_NetworkOfKnownShapes_AnswersItsBoxesInThePicture()
    {
        using OnnxDetector detector = Load();
        Assert.Equal("Ultra-Light", detector.Kind);
        Assert.Equal(["face"], detector.Labels);

        // 80 x 40 fits the input exactly at half its size.
        Detection face = Assert.Single(Find(detector, new Frame(new BgrImage(80, 40))));
        Assert.Equal(new Box(8, 10, 16, 20), face.Box);
        Assert.Equal(0.9, face.Score, 6);
    }

    [Fact]
    public void Detect_LowerMinScore_AnswersWeakerBoxesToo()
    {
        using OnnxDetector detector = Load();
        IReadOnlyList<Detection> found = Find(
            detector,
            new Frame(new BgrImage(80, 40)),
            new DetectionOptions { MinScore = double.NegativeInfinity }
        );
        Assert.Equal([0.9, 0.3], found.Select(static d => Math.Round(d.Score, 6)));
    }

    [Fact]
    public void Detect_TallPicture_IsNotDistorted()
    {
        using OnnxDetector detector = Load();

        // 30 x 60 becomes 10 x 20: three pixels of the picture are one of the input.
        Detection face = Assert.Single(Find(detector, new Frame(new BgrImage(30, 60))));
        Assert.Equal(new Box(12, 15, 18, 30), face.Box);
    }

    [Fact]
    public void Detect_RegionAndSizes_AreKept()
    {
        using OnnxDetector detector = Load();
        var frame = new Frame(new BgrImage(200, 100));
        var region = new DetectionOptions { RegionOfInterest = new Box(100, 50, 80, 40) };
        Assert.Equal(new Box(108, 60, 16, 20), Assert.Single(Find(detector, frame, region)).Box);
        Assert.Empty(Find(detector, frame, region with { MinSize = new BoxSize(17, 17) }));
        Assert.Empty(Find(detector, frame, region with { MaxSize = new BoxSize(15, 40) }));
        Assert.Empty(Find(detector, frame, new DetectionOptions { RegionOfInterest = new Box(500, 0, 10, 10) }));
    }

    [Fact]
    public void Detect_OneThreadOrMany_Agree()
    {
        using OnnxDetector detector = Load();
        var frame = new Frame(new BgrImage(80, 40));
        Assert.Equal(
            Find(detector, frame, new DetectionOptions { Threads = 1 }),
            Find(detector, frame, new DetectionOptions { Threads = 2 })
        );
    }

    [Fact]
    public void Load_OtherShapes_SaysWhatTheNetworkIs()
    {
        string path = Write("classifier.onnx", TinyNetwork.Build([1, 1, 28, 28], ("output", [1, 10], new float[10])));
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => OnnxDetector.Load(path));
        Assert.StartsWith(
            $"{path}: takes input (1x1x28x28) and gives output (1x10), which is none of the detectors that can be "
                + $"read: YuNet, SCRFD, Ultra-Light, ",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Load_Damaged_IsOneLine()
    {
        byte[] whole = Ultra();
        OnnxModelException cut = Assert.Throws<OnnxModelException>(() =>
            OnnxDetector.Load(Write("cut.onnx", whole[..(whole.Length / 2)]))
        );
        Assert.Contains("cut.onnx: is not an ONNX network, or a damaged one", cut.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', cut.Message);
        Assert.Throws<OnnxModelException>(() => OnnxDetector.Load(Write("text.onnx", "hello"u8.ToArray())));
        Assert.Throws<OnnxModelException>(() => OnnxDetector.Load(Write("empty.onnx", [])));
    }

    [Fact]
    public void Load_Missing_SaysSo()
    {
        FileNotFoundException e = Assert.Throws<FileNotFoundException>(static () => OnnxDetector.Load("missing.onnx"));
        Assert.Contains("there is no such file", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Ultra() =>
        TinyNetwork.Build(
            [1, 3, 20, 40],
            ("scores", [1, 3, 2], [0.1f, 0.9f, 0.2f, 0.8f, 0.7f, 0.3f]),
            ("boxes", [1, 3, 4], [0.1f, 0.25f, 0.3f, 0.75f, 0.11f, 0.25f, 0.31f, 0.75f, 0.6f, 0.2f, 0.8f, 0.6f])
        );

    private OnnxDetector Load() => OnnxDetector.Load(Write("ultra.onnx", Ultra()));

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static IReadOnlyList<Detection> Find(
        OnnxDetector detector,
        Frame frame,
        DetectionOptions? options = null
    ) => detector.Detect(frame, options, TestContext.Current.CancellationToken);
}
