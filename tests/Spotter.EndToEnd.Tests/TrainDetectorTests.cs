using System.Diagnostics;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Vision;

namespace Spotter.EndToEnd.Tests;

/// <summary>docs/how_to/train_a_detector.md, done.</summary>
public sealed class TrainDetectorTests : IDisposable
{
    private static readonly string[] Command =
    [
        "train",
        "detector",
        "--positives",
        "logos",
        "--negatives",
        "rooms",
        "--output",
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void TrainDetector_LabelledPicturesOfALogo_FindsItInNewPictures()
    {
        var labelled = new List<(string, Box)>();
        for (int i = 0; i < 90; i++)
        {
            (byte[] jpeg, Box logo) = LogoPictures.With(i);
            _workspace.Write($"photos/{i:000}.jpg", jpeg);
            labelled.Add(($"{i:000}.jpg", logo));
        }

        _workspace.Write("photos/labels.json", LogoPictures.Coco(labelled));
        WriteScenes("rooms", 40);
        Run training = _workspace.Spotter(
            "train",
            "detector",
            "--labels",
            "photos/labels.json",
            "--negatives",
            "rooms",
            "--output",
            "logo.xml",
            "--stages",
            "12",
            "--json"
        );

        Assert.True(training.ExitCode == 0, training.Error);
        JsonElement figures = JsonDocument.Parse(training.Output).RootElement;
        Assert.InRange(figures.GetProperty("roc")[0].GetProperty("detection_rate").GetDouble(), 0.7, 1);
        Assert.Contains("stage 1: ", training.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("mirror", training.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_workspace.PathOf("logo.xml.training")));
        AssertFinds("logo.xml");
    }

    [Fact]
    public async Task TrainDetector_KilledAndResumed_GivesTheSameModelAsAnUnbrokenRun()
    {
        WriteCrops("logos", 60);
        string[] command = await KilledInTheMiddleAsync("killed.xml");
        Run unbroken = _workspace.Spotter([.. command, "unbroken.xml"]);
        Assert.True(unbroken.ExitCode == 0, unbroken.Error);

        Run resumed = _workspace.Spotter([.. command, "killed.xml", "--resume"]);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.DoesNotContain("stage 1:", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllBytes(_workspace.PathOf("unbroken.xml")),
            File.ReadAllBytes(_workspace.PathOf("killed.xml"))
        );
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task TrainDetector_Interrupted_KeepsItsStateAndAnswers130(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        WriteCrops("logos", 12);
        WriteScenes("rooms", 6);

        // A test run in the background may hand down an ignored SIGINT; env gives the tool the usual one. So many
        // trees take minutes, after a first round of a second.
        string[] command =
        [
            "--default-signal=INT,TERM,HUP",
            Workspace.ToolPath,
            .. Command,
            "logo.channels",
            "--stages",
            "2",
            "--trees",
            "16384",
        ];
        using Process process = Run.Start("env", command, _workspace.Folder);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string checkpoint = _workspace.PathOf("logo.channels.training");
        await Waiting.UntilAsync(() => File.Exists(checkpoint) || process.HasExited, "trainings without a checkpoint");
        Assert.Equal(0, Run.Of("kill", [$"-{signal}", $"{process.Id}"], _workspace.Folder).ExitCode);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("--resume", await error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
        Assert.True(File.Exists(checkpoint));
        Assert.DoesNotContain("logo.channels", _workspace.Files("."));
    }

    [Fact]
    public void TrainDetector_ResumedWithOtherSettings_Refuses()
    {
        WriteCrops("logos", 12);
        WriteScenes("rooms", 3);
        _workspace.Write(
            "logo.xml.training",
            "SpotterDetectorTraining1\nAB\nE3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\n"
        );
        AssertOneError(
            3,
            "other data or settings",
            "--positives",
            "logos",
            "--negatives",
            "rooms",
            "-o",
            "logo.xml",
            "--resume"
        );
        _workspace.Write("logo.xml.training", "nonsense");
        AssertOneError(
            3,
            "no whole checkpoint",
            "--positives",
            "logos",
            "--negatives",
            "rooms",
            "-o",
            "logo.xml",
            "--resume"
        );
    }

    [Fact]
    public void TrainDetector_NothingNamed_AnswersOneLineAnd2()
    {
        WriteCrops("logos", 12);
        AssertOneError(2, "--positives", "-o", "x.xml", "--negatives", "logos");
        AssertOneError(2, "--negatives", "-o", "x.xml", "--positives", "logos");
        AssertOneError(2, "--output", "--positives", "logos", "--negatives", "logos");
        AssertOneError(
            2,
            "--kind magic: is not known",
            "--kind",
            "magic",
            "--positives",
            "logos",
            "--negatives",
            "logos",
            "-o",
            "x.xml"
        );
    }

    [Fact]
    public void TrainDetector_NegativesOfOneColour_SaysWhyAndWritesNoModel()
    {
        WriteCrops("logos", 24);
        for (int i = 0; i < 6; i++)
        {
            _workspace.Write($"plain/{i}.png", SamplePictures.Blank(200, 150));
        }

        foreach (string model in (string[])["x.xml", "x.channels"])
        {
            string[] few = model == "x.xml" ? [] : ["--stages", "2", "--trees", "16"];
            Run run = _workspace.Spotter([
                "train",
                "detector",
                "--positives",
                "logos",
                "--negatives",
                "plain",
                "-o",
                model,
                .. few,
            ]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(run.ErrorLines, static line =>
                line.StartsWith(
                    "6 of 6 pictures to take negatives from are all but of one colour",
                    StringComparison.Ordinal
                )
            );
            Assert.StartsWith(
                "spotter: no model is written: the negatives are too easy",
                run.ErrorLines[^1],
                StringComparison.Ordinal
            );
            Assert.False(File.Exists(_workspace.PathOf(model)));
            Assert.False(File.Exists(_workspace.PathOf(model + ".training")));
        }
    }

    [Fact]
    public void TrainDetector_KindOfAnotherFormat_AnswersOneLineAnd2()
    {
        WriteCrops("logos", 12);
        AssertOneError(
            2,
            "name it x.channels, or use --kind lbp",
            "--kind",
            "channels",
            "--positives",
            "logos",
            "--negatives",
            "logos",
            "-o",
            "x.xml"
        );
        AssertOneError(
            2,
            "name it x.xml, or use --kind channels",
            "--kind",
            "haar",
            "--positives",
            "logos",
            "--negatives",
            "logos",
            "-o",
            "x.channels"
        );
    }

    [Theory]
    [InlineData("4x4")]
    [InlineData("500")]
    public void TrainDetector_WindowOutOfRange_AnswersOneLine(string window)
    {
        WriteCrops("logos", 12);
        WriteScenes("rooms", 3);
        AssertOneError(2, "window", "--positives", "logos", "--negatives", "rooms", "-o", "x.xml", "--window", window);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public void TrainDetector_MirrorChosen_SaysWhetherThereAreMirrorImages(string mirror)
    {
        WriteCrops("logos", 12);
        WriteScenes("rooms", 4);
        Run run = _workspace.Spotter(
            "train",
            "detector",
            "--kind",
            "channels",
            "--positives",
            "logos",
            "--negatives",
            "rooms",
            "-o",
            "x.channels",
            "--stages",
            "1",
            "--trees",
            "4",
            "--mirror",
            mirror
        );
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(mirror == "yes", run.Error.Contains("mirror", StringComparison.Ordinal));
    }

    [Fact]
    public void TrainDetector_EmptyFolders_AnswerOneLineAnd3()
    {
        WriteCrops("logos", 12);
        WriteScenes("rooms", 3);
        Directory.CreateDirectory(_workspace.PathOf("empty"));
        AssertOneError(3, "empty", "--positives", "empty", "--negatives", "rooms", "-o", "x.xml");
        AssertOneError(3, "empty", "--positives", "logos", "--negatives", "empty", "-o", "x.xml");
        AssertOneError(3, "absent", "--positives", "logos", "--negatives", "absent", "-o", "x.xml");
    }

    [Fact]
    public void TrainDetector_CropsSmallerThanTheWindow_AnswersOneLineAnd3()
    {
        WriteScenes("rooms", 3);
        _workspace.Write("small/a.png", SamplePictures.Blank(10, 10));
        AssertOneError(3, "smaller than the window", "--positives", "small", "--negatives", "rooms", "-o", "x.xml");
    }

    [Fact]
    public void TrainDetector_SomeCropsUnusable_SaysHowManyAndGoesOn()
    {
        WriteCrops("logos", 12);
        WriteScenes("rooms", 4);
        _workspace.Write("logos/broken.png", "no picture");
        Run run = _workspace.Spotter(
            "train",
            "detector",
            "--positives",
            "logos",
            "--negatives",
            "rooms",
            "-o",
            "x.xml",
            "--stages",
            "1"
        );
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.ErrorLines, static line =>
            line.StartsWith("1 of 13 crops left out", StringComparison.Ordinal)
            && line.Contains("broken.png", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void TrainDetector_TooFewNegatives_AnswersOneLineAnd3()
    {
        WriteCrops("logos", 12);
        _workspace.Write("tiny/a.png", SamplePictures.Blank(20, 20));
        AssertOneError(3, "too few", "--positives", "logos", "--negatives", "tiny", "-o", "x.xml");
    }

    [Fact]
    public void TrainDetector_BadLabels_AnswersOneLineAnd3()
    {
        WriteScenes("rooms", 3);
        _workspace.Write("bad.json", "{\"pictures\": []}");
        AssertOneError(3, "COCO", "--labels", "bad.json", "--negatives", "rooms", "-o", "x.xml");

        (byte[] jpeg, _) = LogoPictures.With(1);
        _workspace.Write("outside/a.jpg", jpeg);
        _workspace.Write("outside/labels.json", LogoPictures.Coco([("a.jpg", new Box(400, 200, 100, 100))]));
        AssertOneError(3, "bbox", "--labels", "outside/labels.json", "--negatives", "rooms", "-o", "x.xml");
    }

    [Fact]
    public void TrainDetector_OutputThatCannotBeWritten_SaysSoBeforeTraining()
    {
        WriteCrops("logos", 12);
        WriteScenes("rooms", 3);
        _workspace.Write("file", "x");
        AssertOneError(2, "cannot be written", "--positives", "logos", "--negatives", "rooms", "-o", "file/x.xml");
    }

    private void AssertFinds(string model)
    {
        const int Pictures = 25;
        Box[] logos = new Box[Pictures];
        for (int i = 0; i < Pictures; i++)
        {
            (byte[] jpeg, logos[i]) = LogoPictures.With(5000 + i);
            _workspace.Write($"new/{i:000}.jpg", jpeg);
        }

        Run run = _workspace.Spotter("detect", "new", "--model", model, "--label", "logo", "--json");
        Assert.Equal(Pictures, run.OutputLines.Length);
        int found = 0;
        int falseAlarms = 0;
        for (int i = 0; i < Pictures; i++)
        {
            Box[] boxes =
            [
                .. JsonDocument
                    .Parse(run.OutputLines[i])
                    .RootElement.GetProperty("detections")
                    .EnumerateArray()
                    .Select(ToBox),
            ];
            int hits = boxes.Count(box => box.IntersectionOverUnion(logos[i]) > 0.4);
            found += Math.Min(hits, 1);
            falseAlarms += boxes.Length - hits;
        }

        Assert.InRange(found, Pictures * 8 / 10, Pictures);
        Assert.InRange(falseAlarms, 0, Pictures / 5);
    }

    private static Box ToBox(JsonElement detection) =>
        new(
            detection.GetProperty("x").GetInt32(),
            detection.GetProperty("y").GetInt32(),
            detection.GetProperty("w").GetInt32(),
            detection.GetProperty("h").GetInt32()
        );

    // A machine that is faster than the kill gets more to do. The arguments of the training, without the output.
    private async Task<string[]> KilledInTheMiddleAsync(string output)
    {
        for (int scenes = 20; ; scenes *= 3)
        {
            WriteScenes("rooms", scenes);
            string[] command = [.. Command[..^1], "--stages", "6", Command[^1]];
            using Process process = Run.Start(Workspace.ToolPath, [.. command, output, "--quiet"], _workspace.Folder);
            bool IsBegun() => File.Exists(_workspace.PathOf(output + ".training"));
            await Waiting.UntilAsync(() => IsBegun() || process.HasExited, "trainings without a checkpoint");
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (IsBegun() && !File.Exists(_workspace.PathOf(output)))
            {
                return command;
            }

            Assert.True(File.Exists(_workspace.PathOf(output)), await process.StandardError.ReadToEndAsync());
            File.Delete(_workspace.PathOf(output));
            File.Delete(_workspace.PathOf(output + ".training"));
        }
    }

    private void WriteCrops(string folder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _workspace.Write($"{folder}/{i:000}.png", LogoPictures.Crop(i));
        }
    }

    private void WriteScenes(string folder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _workspace.Write($"{folder}/{i:000}.jpg", LogoPictures.Without(1000 + i));
        }
    }

    // Notes about the data may come first; the error is the last line, and there is one.
    private void AssertOneError(int exitCode, string word, params string[] args)
    {
        Run run = _workspace.Spotter(["train", "detector", .. args]);
        Assert.Equal(exitCode, run.ExitCode);
        string error = Assert.Single(run.ErrorLines, static line =>
            line.StartsWith("spotter: ", StringComparison.Ordinal)
        );
        Assert.Contains(word, error, StringComparison.Ordinal);
        Assert.Empty(run.OutputLines);
        Assert.False(File.Exists(_workspace.PathOf("x.xml")));
    }
}
