using System.Diagnostics;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class InterruptTests : IDisposable
{
    private const int PictureCount = 300;

    // So long that the lines of all pictures do not fit into a pipe: the tool cannot be done before somebody has read
    // some.
    private static readonly string LongName = new('n', 240);

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Faces_Interrupted_LeavesWholeFilesAndAnswers130(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        byte[] picture = SamplePictures.Noise(seed: 1, 480, 360);
        for (int i = 0; i < PictureCount; i++)
        {
            _workspace.Write($"p/{LongName}{i:000}.jpg", picture);
        }

        // A test run in the background may hand down an ignored SIGINT; env gives the tool the usual one.
        string[] command =
        [
            "--default-signal=INT,TERM,HUP",
            Workspace.ToolPath,
            "faces",
            "p",
            "--json",
            "--format",
            "csv,coco",
            "-o",
            "out",
        ];
        using Process process = Run.Start("env", command, _workspace.Folder);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string first = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(0, Run.Of("kill", [$"-{signal}", $"{process.Id}"], _workspace.Folder).ExitCode);
        string rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        string[] lines = [first, .. rest.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.InRange(lines.Length, 1, PictureCount - 1);
        Assert.All(lines, line =>
            Assert.Equal(480, JsonDocument.Parse(line).RootElement.GetProperty("width").GetInt32())
        );
        Assert.Contains("interrupted", await error, StringComparison.Ordinal);
        JsonElement coco = JsonDocument.Parse(File.ReadAllText(_workspace.PathOf("out/coco.json"))).RootElement;
        Assert.Equal(lines.Length, coco.GetProperty("images").GetArrayLength());
        Assert.Contains("detections.csv", _workspace.Files("out"));
        Assert.DoesNotContain(_workspace.Files("out"), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.All(_workspace.Files("out").Where(file => file.EndsWith(".jpg", StringComparison.Ordinal)), file =>
            Assert.Equal(480, Media.Picture.Load(_workspace.PathOf($"out/{file}")).Width)
        );
    }

    [Fact]
    public void Faces_ReaderGone_StopsWithoutAWord()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        byte[] picture = SamplePictures.Noise(seed: 1, 480, 360);
        for (int i = 0; i < PictureCount; i++)
        {
            _workspace.Write($"p/{LongName}{i:000}.jpg", picture);
        }

        Run run = Run.Of(
            "bash",
            ["-c", $"'{Workspace.ToolPath}' faces p --json --quiet | head -n 1; echo ${{PIPESTATUS[0]}}"],
            _workspace.Folder
        );
        Assert.Equal(2, run.OutputLines.Length);
        Assert.Equal("141", run.OutputLines[1]);
        Assert.Equal("", run.Error);
    }
}
