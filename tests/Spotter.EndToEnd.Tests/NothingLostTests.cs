using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>No input is written over, and nothing that another hand made.</summary>
public sealed class NothingLostTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("link/v.mp4", "real/")]
    [InlineData("real/v.mp4", "link")]
    [InlineData("link/v.mp4", "real/v.mp4")]
    [InlineData("real/v.mp4", "hard.mp4")]
    [InlineData("real/v.mp4", "real/../real/V.mp4")]
    public void Faces_VideoOverItself_IsRefusedAndTheInputKept(string source, string output)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links are made with ln");
        SampleVideos.Write(_workspace.PathOf("v.mp4"));
        byte[] video = File.ReadAllBytes(_workspace.PathOf("v.mp4"));
        _workspace.Write("real/v.mp4", video);
        Directory.CreateSymbolicLink(_workspace.PathOf("link"), _workspace.PathOf("real"));
        Assert.Equal(0, Run.Of("ln", ["real/v.mp4", "hard.mp4"], _workspace.Folder).ExitCode);

        Run run = _workspace.Spotter("faces", source, "-o", output, "--overwrite");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("one of the inputs", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(video, File.ReadAllBytes(_workspace.PathOf("real/v.mp4")));
    }

    [Theory]
    [InlineData("yolo", "labels/p1.txt")]
    [InlineData("yolo", "classes.txt")]
    [InlineData("voc", "annotations/p1.xml")]
    [InlineData("coco", "coco.json")]
    [InlineData("csv", "detections.csv")]
    public void Faces_LabelsByHand_AreKeptUnlessOverwritten(string format, string made)
    {
        _workspace.Write("ds/images/p1.png", SamplePictures.Blank());
        _workspace.Write($"ds/{made}", "by hand");
        string[] command = ["faces", "ds/images", "--format", format, "--draw", "none", "-o", "ds"];

        Run refused = _workspace.Spotter(command);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(Path.GetFileName(made), Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("by hand", File.ReadAllText(_workspace.PathOf($"ds/{made}")));

        Assert.Equal(0, _workspace.Spotter([.. command, "--overwrite"]).ExitCode);
        Assert.NotEqual("by hand", File.ReadAllText(_workspace.PathOf($"ds/{made}")));
        Assert.Equal(0, _workspace.Spotter(command).ExitCode);
    }

    [Fact]
    public void Faces_CropsAndCopiesOfAnotherHand_AreKept()
    {
        File.Copy(SamplePictures.WithFace, _workspace.PathOf("p.jpg"));
        _workspace.Write("heads/p-1.png", "by hand");
        Run crops = _workspace.Spotter("faces", "p.jpg", "--crops", "heads");
        Assert.Equal(2, crops.ExitCode);
        Assert.Contains("p-1.png", Assert.Single(crops.ErrorLines), StringComparison.Ordinal);

        _workspace.Write("out.jpg", "by hand");
        Assert.Equal(2, _workspace.Spotter("faces", "p.jpg", "-o", "out.jpg").ExitCode);
        Assert.Equal("by hand", File.ReadAllText(_workspace.PathOf("out.jpg")));
        Assert.Equal("by hand", File.ReadAllText(_workspace.PathOf("heads/p-1.png")));
    }

    [Fact]
    public void Faces_EveryRun_HasAFolderOfItsOwnAndSaysIt()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Assert.Contains("spotter-out/faces\n", _workspace.Spotter("faces", "a.png").Error, StringComparison.Ordinal);
        Run both = _workspace.Spotter("faces", "a.png", "clip.mp4");
        Assert.True(both.ExitCode == 0, both.Error);
        Assert.Contains("spotter-out/faces-2", both.Error, StringComparison.Ordinal);
        Assert.Equal(3, _workspace.Spotter("faces", "missing.png").ExitCode);
        Assert.Equal(["faces-2/a.png", "faces-2/clip.mp4", "faces/a.png"], _workspace.Files("spotter-out"));
    }

    [Fact]
    public void Faces_LabelsOfAnEarlierRun_AreNotMixedInSilence()
    {
        _workspace.Write("one/a.png", SamplePictures.Blank());
        _workspace.Write("two/b.png", SamplePictures.Blank());
        string[] rest = ["--format", "yolo", "--draw", "none", "-o", "ds"];
        Assert.Equal(0, _workspace.Spotter(["faces", "one", .. rest]).ExitCode);
        Assert.Contains("a.txt", _workspace.Spotter(["faces", "two", .. rest]).Error, StringComparison.Ordinal);
        Run other = _workspace.Spotter(["detect", "two", "--model", "haarcascade_eye", .. rest]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("class numbers", Assert.Single(other.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_StandardOutputIntoAnInput_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not tell where standard output goes");
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write("list.txt", "a.png\n");
        Run run = Run.Of(
            "bash",
            ["-c", $"'{Workspace.ToolPath}' faces list.txt --json >> list.txt"],
            _workspace.Folder
        );
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("list.txt", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("a.png\n", File.ReadAllText(_workspace.PathOf("list.txt")));
    }

    [Fact]
    public void Models_ExportOverTheModelOrAnotherFile_IsRefused()
    {
        _workspace.Write("own.network", File.ReadAllBytes(Repository.PathOf("models", "faces.network")));
        _workspace.Write("notes.onnx", "by hand");
        byte[] model = File.ReadAllBytes(_workspace.PathOf("own.network"));
        Run over = _workspace.Spotter("models", "export", "own.network", "-o", "own.network", "--overwrite");
        Assert.Equal(2, over.ExitCode);
        Assert.Contains("one of the inputs", Assert.Single(over.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(2, _workspace.Spotter("models", "export", "own.network", "-o", "notes.onnx").ExitCode);
        Assert.Equal(model, File.ReadAllBytes(_workspace.PathOf("own.network")));
        Assert.Equal("by hand", File.ReadAllText(_workspace.PathOf("notes.onnx")));
    }

    [Fact]
    public void Train_OverAnotherHandsFile_IsRefusedBeforeTheWork()
    {
        _workspace.Write("mug.xml", "by hand");
        _workspace.Write("mugs/a.png", SamplePictures.Blank());
        _workspace.Write("rooms/b.png", SamplePictures.Blank());
        Run run = _workspace.Spotter(
            "train",
            "detector",
            "--positives",
            "mugs",
            "--negatives",
            "rooms",
            "-o",
            "mug.xml"
        );
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("mug.xml", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal("by hand", File.ReadAllText(_workspace.PathOf("mug.xml")));
    }

    [Fact]
    public void Explain_OverAnotherHandsPicture_IsRefused()
    {
        _workspace.Write("e/stages.png", "by hand");
        Run run = _workspace.Spotter("explain", "haarcascade_eye", "-o", "e");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("stages.png", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
