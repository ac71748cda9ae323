using System.Diagnostics;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class ShardTests : IDisposable
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

    [Theory]
    [InlineData("--shard 1/2", "name it with --results")]
    [InlineData("--resume", "name it with --results")]
    [InlineData("--results r --shard 3/2", "--shard 3/2: must be INDEX/COUNT")]
    public void Faces_ShardThatMakesNoSense_IsOneLine(string options, string message)
    {
        _workspace.Write("a.jpg", SamplePictures.Noise(seed: 1, 64, 48));
        Run run = Tool(["faces", "a.jpg", .. options.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private Run Tool(params string[] args) => Run.Of(Workspace.ToolPath, args, _workspace.Folder);
}
