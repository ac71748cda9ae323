using System.Diagnostics;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests.Faults;

/// <summary>
/// A full disk, too little memory, an ffmpeg that does what it should not: a line that says so, and whole files or
/// none.
/// </summary>
public sealed class BrokenMachineTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("kill -9 $$", "gave no picture")]
    [InlineData(
        "i=0; while [ $i -lt 50000 ]; do echo \"[x @ 0x1] nonsense number $i\" >&2; i=$((i+1)); done; exit 1",
        "ffmpeg says: nonsense number 0"
    )]
    [InlineData("head -c 100000 /dev/urandom", "gave no picture")]
    [InlineData("\"$REAL\" \"$@\" | head -c 200000", "damaged or cut off")]
    public void Faces_FfmpegThatFails_OneLineAndWholeFiles(string does, string says) => RunWith(does, says);

    // It waits as long as a file may take.
    [Fact]
    [Trait("Category", "Long")]
    public void Faces_FfmpegThatHangs_IsGivenUp() => RunWith("exec sleep 3000", "ffmpeg stands still");

    [Fact]
    public void Faces_DiskFull_NamesWhatIsMissingAndLeavesTheRestWhole()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "a small disk is mounted as root"
        );
        string disk = Directory.CreateDirectory(_workspace.PathOf("disk")).FullName;
        Run mounted = Run.Of("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], _workspace.Folder);
        Assert.SkipWhen(mounted.ExitCode != 0, $"no small disk here: {mounted.Error}");
        try
        {
            File.Copy(SamplePictures.WithFace, _workspace.PathOf("a.jpg"));
            _workspace.Write("b.png", SamplePictures.Blank());
            Run run = _workspace.Spotter("faces", "b.png", "a.jpg", "-o", "disk/out", "--format", "csv");
            Assert.Equal(1, run.ExitCode);
            Assert.Null(FaultyProcess.Flaw(run.ExitCode, run.Error));
            Assert.Contains("No space left", run.Error, StringComparison.Ordinal);
            Assert.Null(WholeFiles.Flaw(disk));
            Assert.Contains("out/b.png", _workspace.Files("disk"));
        }
        finally
        {
            Run.Of("umount", [disk], _workspace.Folder);
        }
    }

    [Fact]
    public async Task Faces_TooLittleMemory_SaysWhatToDo()
    {
        _workspace.Write("a.png", SamplePictures.Noise(1, 3000, 2000));
        var start = new ProcessStartInfo(Workspace.ToolPath, ["faces", "a.png", "-o", "out"])
        {
            UseShellExecute = false,
            WorkingDirectory = _workspace.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = "0x1000000" },
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> standard = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("too large for the free memory", error, StringComparison.Ordinal);
        Assert.Null(FaultyProcess.Flaw(process.ExitCode, error));
        Assert.Null(WholeFiles.Flaw(_workspace.PathOf("out")));
        Assert.Empty(await standard);
    }

    private void RunWith(string does, string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ffmpeg is a script here");
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        string real = Run.Of("sh", ["-c", "command -v ffmpeg"], _workspace.Folder).Output.Trim();
        string folder = Directory.CreateDirectory(_workspace.PathOf("tools")).FullName;
        string script = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(
            script,
            $"#!/bin/sh\nREAL='{real}'\ncase \"$*\" in *-version*) exec \"$REAL\" \"$@\";; esac\n{does}\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.CreateSymbolicLink(Path.Combine(folder, "ffprobe"), Path.Combine(Path.GetDirectoryName(real)!, "ffprobe"));
        Run run = Run.Of(
            "env",
            [
                $"SPOTTER_FFMPEG_DIR={folder}",
                "SPOTTER_SANDBOX=off",
                Workspace.ToolPath,
                "faces",
                "clip.mp4",
                "-o",
                "out/found.mp4",
            ],
            _workspace.Folder
        );
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Null(FaultyProcess.Flaw(run.ExitCode, run.Error));
        Assert.Null(WholeFiles.Flaw(_workspace.PathOf("out")));
    }
}
