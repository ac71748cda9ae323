using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>Decoding by hardware, with an ffmpeg that says it has some: the real one decodes.</summary>
public sealed class HardwareDecodingTests : IDisposable
{
    private const string FakeFfmpeg = """
        #!/bin/sh
        here="$(dirname "$0")"
        case "$*" in
          *-hwaccels*) printf 'Hardware acceleration methods:\nvaapi\ncuda\n\n'; exit 0 ;;
          *-init_hw_device\ vaapi*) echo 'Device creation failed: -5.' >&2; exit 1 ;;
          *-init_hw_device\ cuda*) exit 0 ;;
        esac
        printf '%s\n' "$*" >>"$here/calls"
        count=$#
        while [ "$count" -gt 0 ]; do
          word="$1"; shift; count=$((count - 1))
          if [ "$word" = -hwaccel ]; then shift; count=$((count - 1)); else set -- "$@" "$word"; fi
        done
        exec "$here/real-ffmpeg" "$@"
        """;

    private readonly Workspace _workspace = new();

    public HardwareDecodingTests()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string fake = _workspace.Write("bin/ffmpeg", FakeFfmpeg);
        File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (string program in (string[])["ffmpeg", "ffprobe"])
        {
            string? real = (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, program))
                .FirstOrDefault(File.Exists);
            Assert.SkipWhen(real is null, $"needs {program}");
            File.CreateSymbolicLink(
                _workspace.PathOf(program == "ffmpeg" ? "bin/real-ffmpeg" : $"bin/{program}"),
                real
            );
        }
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_HardwareThatIsThere_DecodesAndFindsTheSame()
    {
        Run usual = Fake();
        Run hard = Fake("--hwaccel", "auto");
        Assert.True(hard.ExitCode == 0, hard.Error);
        Assert.Equal(WithoutTimes(usual), WithoutTimes(hard));
        Assert.Equal(usual.Error, hard.Error);
        string[] calls = File.ReadAllLines(_workspace.PathOf("bin/calls"));
        Assert.Single(calls, static call => call.Contains("-hwaccel cuda", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("vaapi", "--hwaccel vaapi: there is no device here that decodes by vaapi; auto takes what is there")]
    [InlineData("cudda", "--hwaccel cudda: this ffmpeg does not decode by cudda, but by vaapi, cuda; auto takes what")]
    public void Faces_HardwareThatIsNotThere_IsOneLine(string method, string message)
    {
        Run run = Fake("--hwaccel", method);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Faces_AutoOnThisMachine_FindsTheSameWhateverThereIs()
    {
        Run usual = _workspace.Spotter("faces", "clip.mp4", "--json");
        Run auto = _workspace.Spotter("faces", "clip.mp4", "--json", "--hwaccel", "auto");
        Assert.True(auto.ExitCode == 0, auto.Error);
        Assert.Equal(WithoutTimes(usual), WithoutTimes(auto));
    }

    private static string[] WithoutTimes(Run run) =>
        [
            .. run.OutputLines.Select(static line =>
                System.Text.RegularExpressions.Regex.Replace(line, "\"ms\":[0-9.]+", "")
            ),
        ];

    private Run Fake(params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the ffmpeg of this test is a script of the shell");
        return Run.Of(
            "env",
            [
                $"SPOTTER_FFMPEG_DIR={_workspace.PathOf("bin")}",
                // It keeps a record of its calls, which it could not in a sandbox.
                "SPOTTER_SANDBOX=off",
                Workspace.ToolPath,
                "faces",
                "clip.mp4",
                "--json",
                "--quiet",
                .. options,
            ],
            _workspace.Folder
        );
    }
}
