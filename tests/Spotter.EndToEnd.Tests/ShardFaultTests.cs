using System.Diagnostics;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>What goes wrong around a run in shards is refused in a line or repaired; nothing is lost.</summary>
public sealed class ShardFaultTests : IDisposable
{
    private const int PictureCount = 300;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_DiskFull_EndsWithCodeOneAndGoesOnWhenThereIsRoom()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Linux gives a small file system to its administrator alone: run as root"
        );
        WritePictures(PictureCount);
        Run script = Run.Of(
            "unshare",
            [
                "--mount",
                "sh",
                "-uc",
                """
                tool="$1"
                mkdir r && mount -t tmpfs -o size=64k small r
                head -c 40000 /dev/zero >r/.filler
                "$tool" faces p --results r/run --threads 2 --quiet; echo "code $?"
                "$tool" faces p --results r/run --threads 2 --quiet --resume; echo "code $?"
                rm r/.filler
                "$tool" faces p --results r/run --threads 2 --quiet --resume; echo "code $?"
                "$tool" results check r/run; echo "code $?"
                "$tool" results merge r/run >merged
                """,
                "sh",
                Workspace.ToolPath,
            ],
            _workspace.Folder
        );
        string[] codes =
        [
            .. script.OutputLines.Where(static line => line.StartsWith("code", StringComparison.Ordinal)),
        ];
        Assert.Equal(["code 1", "code 1", "code 0", "code 0"], codes);
        foreach (string line in script.ErrorLines)
        {
            Assert.Contains("cannot be written: No space left", line, StringComparison.Ordinal);
            Assert.EndsWith("go on with --resume", line, StringComparison.Ordinal);
        }

        Assert.Equal(2, script.ErrorLines.Length);
        Assert.Equal(0, Tool("faces", "p", "--results", "whole", "--quiet").ExitCode);
        Assert.Equal(Tool("results", "merge", "whole").Output, File.ReadAllText(_workspace.PathOf("merged")));
    }

    [Fact]
    public async Task Faces_SeveralTasksOfOneShard_AnswerEachPictureOnce()
    {
        WritePictures(60);
        string[] args = ["faces", "p", "--results", "r", "--shard", "1/1", "--threads", "1", "--resume", "--quiet"];
        for (int round = 0; round < 3; round++)
        {
            Process[] tasks =
            [
                .. Enumerable.Range(0, 4).Select(_ => Run.Start(Workspace.ToolPath, args, _workspace.Folder)),
            ];
            foreach (Process task in tasks)
            {
                string error = await task.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                await task.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.True(
                    task.ExitCode == 0
                        || (
                            task.ExitCode == 1
                            && error.Contains("worked on by another process", StringComparison.Ordinal)
                        ),
                    $"code {task.ExitCode}: {error}"
                );
                task.Dispose();
            }

            Run check = Tool("results", "check", "r");
            Assert.True(check.ExitCode == 0, check.Output + check.Error);
        }

        if (OperatingSystem.IsLinux())
        {
            Assert.Empty(Directory.GetFiles(_workspace.PathOf("r"), "*.lock"));
        }
    }

    [Fact]
    public void Faces_UnreadableInputs_AreAnsweredByErrorsAndTriedAgainWhenAsked()
    {
        WritePictures(5);
        byte[] good = File.ReadAllBytes(_workspace.PathOf("p/000.jpg"));
        _workspace.Write("p/cut.jpg", good[..(good.Length / 2)]);
        _workspace.Write("p/empty.jpg", []);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_workspace.PathOf("p/gone.jpg"), "nowhere.jpg");
        }

        Assert.Equal(0, Tool("faces", "p", "--results", "r").ExitCode);
        Run check = Tool("results", "check", "r", "--json");
        Assert.Equal(0, check.ExitCode);
        using JsonDocument line = JsonDocument.Parse(check.OutputLines[0]);
        string failed = line.RootElement.GetProperty("failed").ToString();
        Assert.Contains("cut.jpg", failed, StringComparison.Ordinal);
        Assert.Contains("empty.jpg", failed, StringComparison.Ordinal);

        // Somebody has mended them.
        _workspace.Write("p/cut.jpg", good);
        _workspace.Write("p/empty.jpg", good);
        Assert.Equal(0, Tool("faces", "p", "--results", "r", "--resume").ExitCode);
        Assert.Contains("cut.jpg", Tool("results", "check", "r").Output, StringComparison.Ordinal);
        Assert.Equal(0, Tool("faces", "p", "--results", "r", "--resume", "--retry-errors").ExitCode);
        Run mended = Tool("results", "check", "r");
        Assert.Equal(0, mended.ExitCode);
        Assert.DoesNotContain("cut.jpg", mended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_FolderOfOtherParameters_IsLeftAsItIs()
    {
        WritePictures(5);
        Assert.Equal(0, Tool("faces", "p", "--results", "r").ExitCode);
        string before = Tool("results", "merge", "r").Output;
        foreach (
            string[] other in (string[][])
                [
                    ["faces", "p", "--min-score", "0.9"],
                    ["smiles", "p"],
                    ["faces", "p", "--shard", "1/2"],
                ]
        )
        {
            Run run = Tool([.. other, "--results", "r", "--resume"]);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("holds results of another run", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }

        Assert.Equal(before, Tool("results", "merge", "r").Output);
        Assert.Equal(0, Tool("results", "check", "r").ExitCode);
    }

    [Fact]
    public void Status_ClockThatJumped_TellsNoRatesOfNonsense()
    {
        WritePictures(20);
        Assert.Equal(0, Tool("faces", "p", "--results", "r", "--shard", "1/2").ExitCode);
        string results = _workspace.PathOf("r/shard-00001-of-00002.jsonl");
        string begun = _workspace.PathOf("r/shard-00001-of-00002.begun");
        string[] lines = File.ReadAllLines(results);

        // It was set back by a day while the shard was worked on, which was killed then.
        File.WriteAllLines(results, lines[..(lines.Length / 2)]);
        File.SetLastWriteTimeUtc(begun, DateTime.UtcNow.AddDays(1));
        File.SetLastWriteTimeUtc(results, DateTime.UtcNow.AddDays(-1));
        Run status = Tool("cluster", "status", "r", "--json");
        Assert.Equal(0, status.ExitCode);
        using (JsonDocument line = JsonDocument.Parse(status.OutputLines[0]))
        {
            Assert.Equal(lines.Length / 2, line.RootElement.GetProperty("done").GetInt32());
            Assert.False(line.RootElement.TryGetProperty("seconds_to_go", out _));
            Assert.Equal("begun", line.RootElement.GetProperty("state").GetString());
        }

        Assert.Equal(0, Tool("faces", "p", "--results", "r", "--shard", "1/2", "--resume").ExitCode);
        Assert.Equal(0, Tool("faces", "p", "--results", "r", "--shard", "2/2").ExitCode);
        Assert.Equal(0, Tool("results", "check", "r").ExitCode);
        Assert.Equal(0, Tool("cluster", "status", "r").ExitCode);
    }

    private void WritePictures(int count)
    {
        byte[] picture = SamplePictures.Noise(seed: 1, 160, 120);
        for (int i = 0; i < count; i++)
        {
            _workspace.Write($"p/{i:000}.jpg", picture);
        }
    }

    private Run Tool(params string[] args) => Run.Of(Workspace.ToolPath, args, _workspace.Folder);
}
