using System.Diagnostics;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class VideoTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_VideoToVideo_KeepsFramesAndSound()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter("faces", "clip.mp4", "-o", "out.mp4");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("face", run.Output, StringComparison.Ordinal);
        Assert.Equal(["h264", "24"], Probe("v:0", "codec_name,nb_frames"));
        Assert.Equal(["aac"], Probe("a:0", "codec_name"));
        Assert.Equal(["clip.mp4", "out.mp4"], _workspace.Files("."));
    }

    [Fact]
    public void Faces_VideoToJson_HasALineAFrame()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter("faces", "clip.mp4", "--json", "--quiet");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(SampleVideos.Frames, run.OutputLines.Length);
        Assert.NotEmpty(JsonDocument.Parse(run.OutputLines[^1]).RootElement.GetProperty("detections").EnumerateArray());
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Faces_VideoOnStandardInput_IsTakenForOne()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.SpotterWithInput(
            File.ReadAllBytes(_workspace.PathOf("clip.mp4")),
            "faces",
            "-",
            "--json",
            "--quiet"
        );
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(SampleVideos.Frames, run.OutputLines.Length);
    }

    [Theory]
    [InlineData(1, "notes.mp4")]
    [InlineData(1, "folder.mp4")]
    [InlineData(3, "missing.mp4")]
    [InlineData(4, "camera:77")]
    [InlineData(2, "camera:")]
    public void Faces_WrongVideo_AnswersOneLineAndTheCode(int code, string source)
    {
        _workspace.Write("notes.mp4", "just some words\n");
        Directory.CreateDirectory(_workspace.PathOf("folder.mp4"));
        Run run = _workspace.Spotter("faces", source, "--json");
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(source, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("--line", "1,2,3")]
    [InlineData("--zone", "1,2,3,4")]
    [InlineData("--webhook", "ftp://host/")]
    [InlineData("--stride", "0")]
    [InlineData("--start", "soon")]
    public void Road_WrongOption_AnswersOneLineAnd2(string option, string value)
    {
        Run run = _workspace.Spotter("road", "clip.mp4", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(option, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Road_WithoutFocalLength_SaysWhatIsAssumed()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter("road", "clip.mp4", "--json", "--line", "0,90,320,90");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.ErrorLines, static line => line.Contains("60 degrees", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Faces_Interrupted_LeavesAWholeVideoAndAnswers130(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        string[] command =
        [
            "--default-signal=INT,HUP",
            Workspace.ToolPath,
            "faces",
            "clip.mp4",
            "--loop",
            "--json",
            "-o",
            "out.mp4",
        ];
        using Process process = Run.Start("env", command, _workspace.Folder);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, Run.Of("kill", [$"-{signal}", $"{process.Id}"], _workspace.Folder).ExitCode);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("interrupted", await error, StringComparison.Ordinal);
        Assert.Equal("h264", Probe("v:0", "codec_name")[0]);
        Assert.Equal(["clip.mp4", "out.mp4"], _workspace.Files("."));
    }

    private string[] Probe(string stream, string entries) =>
        SampleVideos.Probe(_workspace.PathOf("out.mp4"), stream, entries);
}
