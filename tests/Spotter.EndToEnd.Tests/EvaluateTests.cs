using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class EvaluateTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Evaluate_LabelsThatTheToolWrote_FindsThemAll()
    {
        _workspace.Write("face.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        Assert.Equal(0, _workspace.Spotter("faces", "face.jpg", "--format", "coco", "-o", "labels").ExitCode);
        Run run = _workspace.Spotter(
            "evaluate",
            "detector",
            "--model",
            "haarcascade_frontalface_alt2,haarcascade_smile",
            "--labels",
            "labels/coco.json",
            "--class",
            "face",
            "--at-false-alarms",
            "0",
            "-o",
            "report",
            "--json"
        );
        Assert.Equal(0, run.ExitCode);
        JsonElement models = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement.GetProperty("models");
        Assert.Equal(1, models[0].GetProperty("as_run").GetProperty("recall").GetDouble());
        Assert.Equal(1, models[0].GetProperty("chosen").GetProperty("recall").GetDouble());
        Assert.Contains("report.html", _workspace.Files("report"));
    }

    [Fact]
    public void Evaluate_Table_NamesModelsAndSetting()
    {
        _workspace.Write("face.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        _workspace.Spotter("faces", "face.jpg", "--format", "coco", "-o", "labels");
        Run run = _workspace.Spotter(
            "evaluate",
            "detector",
            "--model",
            "haarcascade_frontalface_alt2",
            "--labels",
            "labels/coco.json",
            "--at-false-alarms",
            "0",
            "--center"
        );
        Assert.Contains("haarcascade_frontalface_alt2", run.OutputLines[1], StringComparison.Ordinal);
        Assert.Contains("centre inside", run.Output, StringComparison.Ordinal);
        Assert.Contains("--min-neighbors", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_TracksThatTheToolWrote_AreWhollyRight()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        string[] search =
        [
            "faces",
            "clip.mp4",
            "--draw",
            "none",
            "--offline",
            "--json",
            "--format",
            "mot",
            "-o",
            "found",
        ];
        Run found = _workspace.Spotter(search);
        Assert.Equal(0, found.ExitCode);
        string tracks = _workspace.PathOf("found/clip.txt");
        Assert.Equal(
            found.OutputLines.Sum(static line =>
                JsonDocument.Parse(line).RootElement.GetProperty("detections").GetArrayLength()
            ),
            File.ReadAllLines(tracks).Length
        );
        Run run = _workspace.Spotter("evaluate", "tracking", "--truth", tracks, "--results", tracks, "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement total = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement.GetProperty("total");
        Assert.Equal((1, 1), (total.GetProperty("hota").GetDouble(), total.GetProperty("mota").GetDouble()));
        Assert.True(total.GetProperty("tp").GetInt32() > 10);
    }

    [Theory]
    [InlineData(3, "there is no such file or folder of labels", "--labels", "missing.json")]
    [InlineData(3, "is not JSON", "--labels", "bad.json")]
    [InlineData(2, "--iou 2: must be above 0 and at most 1", "--labels", "bad.json", "--iou", "2")]
    [InlineData(2, "--label-format foo: is not known", "--labels", "bad.json", "--label-format", "foo")]
    public void Evaluate_BadInput_AnswersOneLine(int code, string expected, params string[] arguments)
    {
        _workspace.Write("bad.json", "{");
        Run run = _workspace.Spotter(["evaluate", "detector", "--model", "haarcascade_eye", .. arguments]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(expected, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_BoxThatSticksOut_IsClippedAndSaid()
    {
        _workspace.Write("a.png", SamplePictures.Blank(100, 80));
        _workspace.Write("info.dat", "a.png 2 73 10 30 30 10 10 30 30\n");
        Run run = _workspace.Spotter("evaluate", "detector", "--model", "haarcascade_eye", "--labels", "info.dat");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.ErrorLines, static line =>
            line.Contains("1 box reached out of its picture and is clipped; the first: ", StringComparison.Ordinal)
        );
        Assert.Contains("2 of object in 1 picture", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_RoboflowFolder_CountsEveryLabelledPicture()
    {
        foreach (string part in (string[])["train", "valid"])
        {
            _workspace.Write($"rf/{part}/images/{part}.png", SamplePictures.Blank(100, 80));
            _workspace.Write(
                $"rf/{part}/labels/{part}.txt",
                "0.0 0.1 0.1 0.5 0.1 0.5 0.6 0.1 0.6\n0 0.5 0.5 0.2 0.25 0.9\n"
            );
        }

        _workspace.Write("rf/train/images/empty.png", SamplePictures.Blank(100, 80));
        _workspace.Write("rf/train/labels/empty.txt", "");
        _workspace.Write("rf/data.yaml", "train: ../train/images\nval: ../valid/images\nnc: 1\nnames: ['mug']\n");
        Run run = _workspace.Spotter("evaluate", "detector", "--model", "haarcascade_eye", "--labels", "rf");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("4 of mug in 3 pictures", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.ErrorLines, static line =>
            line.StartsWith("1 of 3 pictures counts as background", StringComparison.Ordinal)
        );
        Assert.Contains(run.ErrorLines, static line =>
            line.StartsWith("2 boxes carry a confidence", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Evaluate_BoxOutsideOnePicture_NamesItAndGoesOn()
    {
        _workspace.Write("a.png", SamplePictures.Blank(100, 80));
        _workspace.Write("info.dat", "a.png 1 110 10 50 50\n./a.png 1 10 10 30 30\n");
        Run run = _workspace.Spotter("evaluate", "detector", "--model", "haarcascade_eye", "--labels", "info.dat");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "info.dat, line 1, box 1: the box 110 10 50 50",
            Assert.Single(run.ErrorLines),
            StringComparison.Ordinal
        );
        Assert.Contains("1 of object in 1 picture", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_NoNetwork_AnswersOneLine()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write("model.onnx", "no network");
        Run run = _workspace.Spotter("detect", "a.png", "--model", "model.onnx");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("model.onnx: is not an ONNX network", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ModelAlone_DrawsItsFeatures()
    {
        Run run = _workspace.Spotter("explain", "haarcascade_eye", "-o", "out");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["explain.html", "features.png", "stages.png"], _workspace.Files("out"));
    }

    [Theory]
    [InlineData("missing.jpg")]
    [InlineData("--positives", "missing")]
    public void Explain_MissingInput_AnswersOneLineAnd3(params string[] arguments)
    {
        Run run = _workspace.Spotter(["explain", "haarcascade_eye", .. arguments]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("there is no such", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
