using System.Diagnostics;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Learning.Onnx;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests;

public sealed class ClassifierTests : IDisposable
{
    private static readonly string[] Training =
    [
        "train",
        "classifier",
        "fashion-mnist",
        "--data",
        "bands",
        "--layers",
        "16,dropout0.1",
        "--threads",
        "1",
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Train_ThenEvaluateAndClassifyElsewhere_AgreeOnEveryNumber()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 1000, test: 200);
        Run trained = _workspace.Spotter([.. Training, "--epochs", "4", "--learning-rate", "0.01", "--json"]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        JsonElement[] lines = [.. trained.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(5, lines.Length);
        JsonElement test = lines[^1].GetProperty("test");
        Assert.True(test.GetProperty("accuracy").GetDouble() > 0.9, trained.Output);
        string run = lines[^1].GetProperty("run").GetString()!;

        JsonElement evaluated = JsonDocument
            .Parse(_workspace.Spotter("evaluate", "classifier", run, "--json", "-o", "figures").Output)
            .RootElement;

        // The same outputs; another number of threads adds their losses up in another order.
        Assert.Equal(test.GetProperty("loss").GetDouble(), evaluated.GetProperty("loss").GetDouble(), tolerance: 1e-12);
        Assert.Equal(
            200,
            evaluated
                .GetProperty("confusion")
                .EnumerateArray()
                .SelectMany(row => row.EnumerateArray())
                .Sum(count => count.GetInt32())
        );
        Assert.Contains("confusion.png", _workspace.Files("figures"));

        byte[] pixels = BandPictures.Pixels(7, new Random(5));
        GrayImage picture = new(pixels, BandPictures.Side, BandPictures.Side);
        new Frame(picture).Save(_workspace.PathOf("bag.png"));
        JsonElement answer = JsonDocument
            .Parse(_workspace.Spotter("classify", "bag.png", "--model", run, "--top", "10", "--json").Output)
            .RootElement;
        IReadOnlyList<ClassScore> scores = OnnxFile.Load(_workspace.PathOf($"runs/{run}/model.onnx")).Classify(picture);
        Assert.Equal("Sneaker", scores[0].ClassName);
        Assert.Equal(
            scores.Select(score => (score.ClassName, score.Probability)),
            answer
                .GetProperty("classes")
                .EnumerateArray()
                .Select(entry =>
                    (entry.GetProperty("class").GetString()!, entry.GetProperty("probability").GetSingle())
                )
        );

        _workspace.Write("pages.tif", SamplePictures.TwoPages());
        Assert.Equal(
            "pages.tif: a TIFF of several pages; the first was read",
            Assert.Single(_workspace.Spotter("classify", "pages.tif", "--model", run).ErrorLines)
        );
    }

    [Fact]
    public async Task Train_KilledAndResumed_EndsWhereAnUnbrokenRunEnds()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 20_000, test: 100);
        (string killed, int epochs) = await KilledInTheMiddleAsync();
        Assert.Contains("interrupted", _workspace.Spotter("runs", "list").Output, StringComparison.Ordinal);
        Run unbroken = _workspace.Spotter([.. Training, "--epochs", $"{epochs}", "--name", "unbroken"]);
        Assert.True(unbroken.ExitCode == 0, unbroken.Error);

        Run resumed = _workspace.Spotter("train", "classifier", "--resume", killed, "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.DoesNotContain("\"epoch\":1,", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(Bytes("runs/unbroken-1/model.onnx"), Bytes($"runs/{killed}/model.onnx"));
        Assert.Equal(epochs, File.ReadLines(_workspace.PathOf($"runs/{killed}/metrics.jsonl")).Count());
        Assert.Equal(Losses("unbroken-1"), Losses(killed));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Train_Interrupted_SavesAndAnswers130(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        BandPictures.Write(_workspace.PathOf("bands"), train: 20_000, test: 100);

        // A test run in the background may hand down an ignored SIGINT; env gives the tool the usual one. So many
        // epochs take hours.
        using Process process = Run.Start(
            "env",
            ["--default-signal=INT,TERM,HUP", Workspace.ToolPath, .. Training, "--epochs", "1000000", "--json"],
            _workspace.Folder
        );
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, Run.Of("kill", [$"-{signal}", $"{process.Id}"], _workspace.Folder).ExitCode);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("--resume", await error, StringComparison.Ordinal);
        string run = Assert.Single(Directory.GetDirectories(_workspace.PathOf("runs")));
        Assert.True(File.Exists(Path.Combine(run, "model.onnx")));
        Assert.True(File.Exists(Path.Combine(run, "checkpoint.bin")));
        Assert.False(
            File.Exists(Path.Combine(run, "confusion.png")),
            "the test pictures are not looked at before the end"
        );
    }

    [Fact]
    public void Runs_ListShowAndCompare_TellTheSame()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 300, test: 50);
        foreach (string layers in new[] { "none", "8" })
        {
            Assert.Equal(
                0,
                _workspace
                    .Spotter(
                        "train",
                        "classifier",
                        "fashion-mnist",
                        "--data",
                        "bands",
                        "--layers",
                        layers,
                        "--epochs",
                        "2",
                        "--threads",
                        "1",
                        "--quiet"
                    )
                    .ExitCode
            );
        }

        string[] rows = _workspace.Spotter("runs", "list").OutputLines;
        Assert.StartsWith("fashion-mnist-none-1", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("fashion-mnist-8-1", rows[2], StringComparison.Ordinal);
        Run shown = _workspace.Spotter("runs", "show", "fashion-mnist-8-1");
        Assert.Contains("dense_1", shown.Output, StringComparison.Ordinal);
        Run compared = _workspace.Spotter(
            "runs",
            "compare",
            "fashion-mnist-none-1",
            "fashion-mnist-8-1",
            "-o",
            "both.png"
        );
        Assert.Equal(0, compared.ExitCode);
        Assert.Equal(rows, compared.OutputLines);
        Assert.True(Picture.Load(_workspace.PathOf("both.png")).Width > 1000);

        File.WriteAllText(_workspace.PathOf("runs/fashion-mnist-8-1/configuration.json"), "{");
        Run damaged = _workspace.Spotter("runs", "compare", "fashion-mnist-none-1", "fashion-mnist-8-1", "-o", "one/");
        Assert.Equal(1, damaged.ExitCode);
        Assert.Equal(rows[..2], damaged.OutputLines);
        Assert.Single(damaged.ErrorLines, line => line.Contains("configuration.json", StringComparison.Ordinal));
        Assert.True(File.Exists(_workspace.PathOf("one/compare.png")));
    }

    [Theory]
    [InlineData(3, "no-such-data", "train", "classifier", "no-such-data")]
    [InlineData(2, "--preset", "train", "classifier", "mnist", "--preset", "huge")]
    [InlineData(2, "'conv'", "train", "classifier", "bands", "--layers", "conv")]
    [InlineData(2, "batch size", "train", "classifier", "bands", "--batch-size", "0")]
    [InlineData(2, "epochs", "train", "classifier", "bands", "--epochs", "0")]
    [InlineData(2, "--label-smoothing", "train", "classifier", "bands", "--label-smoothing", "1")]
    [InlineData(2, "--threads", "train", "classifier", "bands", "--threads", "1000")]
    [InlineData(2, "layers must be a list", "train", "classifier", "bands", "--network", "empty.json")]
    [InlineData(2, "learning rate", "train", "classifier", "bands", "--learning-rate", "-1")]
    [InlineData(2, "max_pooling2d", "train", "classifier", "bands", "--layers", "pool,pool,pool,pool,pool,pool")]
    [InlineData(2, "--validation", "train", "classifier", "bands", "--patience", "3", "--validation", "0")]
    [InlineData(2, "no data set is named", "train", "classifier")]
    [InlineData(2, "--seed", "train", "classifier", "--resume", "x", "--seed", "3")]
    [InlineData(3, "no training run", "train", "classifier", "--resume", "x")]
    [InlineData(3, "no training run", "classify", "a.png", "--model", "x")]
    [InlineData(3, "bad.onnx", "classify", "a.png", "--model", "bad.onnx")]
    [InlineData(3, "no training run", "runs", "show", "x")]
    [InlineData(2, "name the data set", "evaluate", "classifier", "bad.onnx")]
    public void Commands_WrongInput_SaysWhatInOneLine(int code, string said, params string[] args)
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 30, test: 10);
        _workspace.Write("bad.onnx", "this is no network");
        _workspace.Write("empty.json", """{"input":[28,28,1],"layers":[]}""");
        Run run = _workspace.Spotter(args);
        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("fault of the program", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.PathOf("runs")));
    }

    [Fact]
    public void Train_RateBeyondAllBounds_SaysSoInOneLineAndKeepsJsonWhole()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 300, test: 50);
        Run run = _workspace.Spotter([.. Training, "--learning-rate", "1e30", "--json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "training diverged",
            Assert.Single(run.ErrorLines, line => line.StartsWith("spotter:", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        JsonElement end = JsonDocument.Parse(run.OutputLines[^1]).RootElement;
        Assert.Equal(
            ("diverged", JsonValueKind.Null),
            (end.GetProperty("end").GetString(), end.GetProperty("model").ValueKind)
        );
    }

    // A machine that is faster than the kill gets more to do.
    private async Task<(string Run, int Epochs)> KilledInTheMiddleAsync()
    {
        for (int epochs = 12; ; epochs *= 4)
        {
            string name = $"killed{epochs}";
            string checkpoint = _workspace.PathOf($"runs/{name}-1/checkpoint.bin");
            using Process process = Run.Start(
                Workspace.ToolPath,
                [.. Training, "--epochs", $"{epochs}", "--name", name, "--quiet"],
                _workspace.Folder
            );
            await Waiting.UntilAsync(() => File.Exists(checkpoint) || process.HasExited, "runs without a checkpoint");
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(File.Exists(checkpoint), await process.StandardError.ReadToEndAsync());
            if (!File.Exists(_workspace.PathOf($"runs/{name}-1/result.json")))
            {
                return ($"{name}-1", epochs);
            }
        }
    }

    private byte[] Bytes(string name) => File.ReadAllBytes(_workspace.PathOf(name));

    private double[] Losses(string run) =>
        [
            .. File.ReadLines(_workspace.PathOf($"runs/{run}/metrics.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble()),
        ];
}
