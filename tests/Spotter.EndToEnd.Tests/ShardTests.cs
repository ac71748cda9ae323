using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed partial class ShardTests : IDisposable
{
    private const int PictureCount = 120;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Faces_ShardsOfWhichOneIsKilled_AnswerAsOneRunDoes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the test kills as POSIX does");
        byte[] picture = SamplePictures.Noise(seed: 1, 640, 480);
        byte[] face = File.ReadAllBytes(SamplePictures.WithFace);
        for (int i = 0; i < PictureCount; i++)
        {
            _workspace.Write($"p/{i:000}.jpg", i % 40 == 0 ? face : picture);
        }

        _workspace.Write("p/bad.jpg", "no picture"u8.ToArray());
        string[] first = ["faces", "p", "--results", "r", "--shard", "1/2", "--threads", "1"];
        using (Process killed = Run.Start(Workspace.ToolPath, first, _workspace.Folder))
        {
            string journal = _workspace.PathOf("r/shard-00001-of-00002.jsonl");
            while (!File.Exists(journal) || new FileInfo(journal).Length < 500)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
                Assert.False(killed.HasExited, "it was over before it could be killed");
            }

            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, Tool("results", "check", "r").ExitCode);
        Assert.Equal(0, Tool([.. first, "--resume"]).ExitCode);
        Run second = Tool("faces", "p", "--results", "r", "--shard", "2/2");
        Assert.Equal(0, second.ExitCode);
        Run check = Tool("results", "check", "r");
        Assert.True(check.ExitCode == 0, check.Output);
        Assert.Contains("p/bad.jpg", check.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.PathOf("spotter-out")));

        Assert.Equal(0, Tool("faces", "p", "--results", "one").ExitCode);
        string one = Tool("results", "merge", "one").Output;
        Assert.Equal(PictureCount + 1, one.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(one, Tool("results", "merge", "r").Output);
        Assert.Contains("2 of 2 have begun", Tool("results", "summary", "r").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Road_PartsOfAVideo_AreFollowedAsOneRun()
    {
        SampleVideos.WriteStreet(_workspace.PathOf("street.mp4"), seconds: 9);
        string[] road = ["road", "street.mp4", "--line", "0,300,400,300", "--zone", "300,200,768,200,768,576,300,576"];
        Run one = Tool([.. road, "--json", "--summary", "one.csv"]);
        Assert.True(one.ExitCode == 0, one.Error);
        Assert.Contains("\"event\"", one.Output, StringComparison.Ordinal);

        string[] shared = [.. road, "--results", "r", "--part-length", "3", "--summary", "parts.csv"];
        foreach (string shard in (string[])["3/3", "1/3", "2/3"])
        {
            Run run = Tool([.. shared, "--shard", shard]);
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Run check = Tool("results", "check", "r");
        Assert.True(check.ExitCode == 0, check.Output);
        Assert.False(File.Exists(_workspace.PathOf("parts.csv")));

        Run merged = Tool("results", "merge", "r");
        Assert.True(merged.ExitCode == 0, merged.Error);
        Assert.Equal(WithoutTimes(one.Output), merged.Output);

        Run stitched = Tool([.. road, "--results", "r", "--stitch", "--summary", "parts.csv"]);
        Assert.True(stitched.ExitCode == 0, stitched.Error);
        Assert.Equal(File.ReadAllText(_workspace.PathOf("one.csv")), File.ReadAllText(_workspace.PathOf("parts.csv")));
        Run other = Tool([.. road, "--results", "r", "--stitch", "--max-width", "320"]);
        Assert.Contains("holds what another search found", Assert.Single(other.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_Shards_AnswerAsOneRunDoes()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 200, test: 50);
        Run trained = Tool([
            "train",
            "classifier",
            "fashion-mnist",
            "--data",
            "bands",
            "--layers",
            "8",
            "--epochs",
            "1",
            "--name",
            "b",
        ]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        for (int i = 0; i < 12; i++)
        {
            _workspace.Write($"p/{i:00}.png", SamplePictures.Noise(seed: i, 28, 28));
        }

        _workspace.Write("p/bad.png", "no picture"u8.ToArray());
        string[] classify = ["classify", "p", "--model", "b-1"];
        for (int shard = 1; shard <= 3; shard++)
        {
            Run run = Tool([.. classify, "--results", "r", "--shard", $"{shard}/3", "--quiet", "--threads", "2"]);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Empty(run.Output);
        }

        Assert.Equal(0, Tool("results", "check", "r").ExitCode);
        string[] merged = Tool("results", "merge", "r").OutputLines;
        Run one = Tool([.. classify, "--json"]);
        Assert.Equal(1, one.ExitCode);
        Assert.Equal(one.OutputLines, merged.Where(static line => !line.Contains("error", StringComparison.Ordinal)));
        Assert.Equal(13, merged.Length);
        Run again = Tool([.. classify, "--results", "r", "--shard", "1/3"]);
        Assert.Contains("--resume", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_CopiesAndCropsOfShards_HaveTheNamesOfOneRun()
    {
        // One name in two folders, and two tasks.
        byte[] face = File.ReadAllBytes(SamplePictures.WithFace);
        foreach (string folder in (string[])["a", "b"])
        {
            for (int i = 0; i < 4; i++)
            {
                _workspace.Write($"{folder}/{i}.jpg", face);
            }
        }

        string[] faces = ["faces", "a", "b", "--results"];
        Assert.Equal(0, Tool([.. faces, "one", "-o", "copies-one", "--crops", "crops-one"]).ExitCode);
        foreach (string shard in (string[])["2/3", "3/3", "1/3"])
        {
            Run run = Tool([.. faces, "r", "--shard", shard, "-o", "copies", "--crops", "crops"]);
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Equal(8, _workspace.Files("copies").Length);
        foreach (string kind in (string[])["copies", "crops"])
        {
            string[] files = _workspace.Files(kind);
            Assert.Equal(_workspace.Files($"{kind}-one"), files);
            Assert.All(files, file =>
                Assert.Equal(
                    File.ReadAllBytes(_workspace.PathOf($"{kind}-one/{file}")),
                    File.ReadAllBytes(_workspace.PathOf($"{kind}/{file}"))
                )
            );
        }

        Run table = Tool("faces", "a", "--results", "t", "--format", "csv");
        Assert.Contains("results merge -o all.parquet", Assert.Single(table.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_Table_IsWhatDuckDbReadsOfTheLinesThemselves()
    {
        _workspace.Write("p/face.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        _workspace.Write("p/none.jpg", SamplePictures.Noise(seed: 1));
        _workspace.Write("p/bad.jpg", "no picture"u8.ToArray());
        for (int shard = 1; shard <= 2; shard++)
        {
            Assert.Equal(0, Tool("faces", "p", "--results", "r", "--shard", $"{shard}/2").ExitCode);
        }

        Run merge = Tool("results", "merge", "r", "-o", "all.parquet");
        Assert.True(merge.ExitCode == 0, merge.Error);
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        string table = _workspace.PathOf("all.parquet");
        string lines = _workspace.PathOf("r/*.jsonl");
        Assert.Equal(
            [
                "file:VARCHAR",
                "frame:BIGINT",
                "time:DOUBLE",
                "width:INTEGER",
                "height:INTEGER",
                "error:VARCHAR",
                "event:VARCHAR",
                "name:VARCHAR",
                "label:VARCHAR",
                "x:INTEGER",
                "y:INTEGER",
                "w:INTEGER",
                "h:INTEGER",
                "score:DOUBLE",
                "id:INTEGER",
                "seen:BOOLEAN",
                "smile:DOUBLE",
                "share:DOUBLE",
                "metres:DOUBLE",
                "kmh:DOUBLE",
                "dwell:DOUBLE",
            ],
            Rows(duck, $"SELECT column_name || ':' || column_type FROM (DESCRIBE SELECT * FROM '{table}')")
        );
        string[] finds = Rows(
            duck,
            $"SELECT file || ' ' || label || ' ' || x || ' ' || y || ' ' || w || ' ' || h || ' ' || score "
                + $"FROM '{table}' WHERE label IS NOT NULL ORDER BY file, score DESC"
        );
        Assert.NotEmpty(finds);
        Assert.Equal(
            finds,
            Rows(
                duck,
                "SELECT file || ' ' || d.label || ' ' || d.x || ' ' || d.y || ' ' || d.w || ' ' || d.h || ' ' || "
                    + $"d.score FROM (SELECT file, unnest(detections) AS d FROM read_json('{lines}')) "
                    + "ORDER BY file, d.score DESC"
            )
        );
        Assert.Equal(["p/bad.jpg"], Rows(duck, $"SELECT file FROM '{table}' WHERE error IS NOT NULL"));
        Assert.Equal(["p/none.jpg"], Rows(duck, $"SELECT file FROM '{table}' WHERE error IS NULL AND label IS NULL"));
    }

    [Fact]
    public void Train_Sweep_TrainsEachCombinationOnceWhoeverAsks()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 200, test: 50);
        _workspace.Write("sweep.json", "{\"seed\": [1, 2], \"learning-rate\": [0.01, 0.001]}");
        string[] train =
        [
            "train",
            "classifier",
            "fashion-mnist",
            "--data",
            "bands",
            "--layers",
            "8",
            "--epochs",
            "1",
            "--name",
            "s",
            "--threads",
            "1",
            "--quiet",
            "--sweep",
            "sweep.json",
        ];
        foreach (string shard in (string[])["2/3", "1/3", "3/3", "1/3"])
        {
            Run run = Tool([.. train, "--shard", shard]);
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Equal(
            [
                "s-seed-1-learning-rate-0.001-1",
                "s-seed-1-learning-rate-0.01-1",
                "s-seed-2-learning-rate-0.001-1",
                "s-seed-2-learning-rate-0.01-1",
            ],
            Directory
                .GetDirectories(_workspace.PathOf("runs"))
                .Select(static path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
        );
        Run compared = Tool("runs", "compare", "s-*", "--json", "-o", "curves.png");
        Assert.True(compared.ExitCode == 0, compared.Error);
        double[] accuracies =
        [
            .. compared.OutputLines.Select(static line =>
                JsonDocument.Parse(line).RootElement.GetProperty("validation_accuracy").GetDouble()
            ),
        ];
        Assert.Equal(4, accuracies.Length);
        Assert.Equal(accuracies.OrderDescending(), accuracies);

        _workspace.Write("wrong.json", "{\"sead\": [1]}");
        Run wrong = Tool([.. train[..^1], "wrong.json"]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("wrong.json: sead is no setting", Assert.Single(wrong.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--shard 1/2", "name it with --results")]
    [InlineData("--stitch", "name it with --results")]
    [InlineData("--resume", "name it with --results")]
    [InlineData("--results r --shard 3/2", "--shard 3/2: must be INDEX/COUNT")]
    public void Faces_ShardThatMakesNoSense_IsOneLine(string options, string message)
    {
        _workspace.Write("a.jpg", SamplePictures.Noise(seed: 1, 64, 48));
        Run run = Tool(["faces", "a.jpg", .. options.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static string[] Rows(DuckDBConnection duck, string query)
    {
        using DuckDBCommand command = duck.CreateCommand();
        command.CommandText = query;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows];
    }

    [GeneratedRegex(",\"ms\":[0-9.]+")]
    private static partial Regex Time();

    private static string WithoutTimes(string lines) => Time().Replace(lines, "");

    private Run Tool(params string[] args) => Run.Of(Workspace.ToolPath, args, _workspace.Folder);
}
