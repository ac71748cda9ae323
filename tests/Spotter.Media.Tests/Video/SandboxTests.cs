using System.Net;
using System.Net.Sockets;
using Spotter.Media.Video;

namespace Spotter.Media.Tests.Video;

public sealed class SandboxTests(Clips clips)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Confined_OtherFiles_AreNotThere()
    {
        SkipWithoutSandbox();
        string other = clips.Path("other.txt");
        await File.WriteAllTextAsync(other, "a secret", Stop);
        string folder = clips.Path("results");
        Directory.CreateDirectory(folder);
        string plain = clips.Plain;
        ToolReach reach = ToolReach.File(plain) with { Folder = folder };

        Assert.Equal("", (await Shell($"cat '{other}' '{Home()}'/.[a-z]* /etc/passwd", reach)).Text);
        Assert.Equal(0, (await Shell($"head -c 4 '{plain}' >/dev/null", reach)).ExitCode);
        Assert.NotEqual(0, (await Shell($"echo x >>'{plain}'", reach)).ExitCode);
        Assert.Equal(0, (await Shell($"echo x >'{folder}/made'", reach)).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "made")));
    }

    [Fact]
    public async Task Confined_Network_OnlyWhereAnAddressWasNamed()
    {
        SkipWithoutSandbox();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string ask = $"exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}";

        Assert.NotEqual(0, (await Shell(ask, ToolReach.Pipes)).ExitCode);
        Assert.False(listener.Pending());
        Assert.Equal(0, (await Shell(ask, new ToolReach { Network = true })).ExitCode);
        Assert.True(listener.Pending());
    }

    [Fact]
    public async Task Confined_SeesNoOtherProcessAndNoSecretVariable()
    {
        SkipWithoutSandbox();
        Environment.SetEnvironmentVariable("SPOTTER_TEST_TOKEN", "a secret");

        string text = (await Shell("echo /proc/[0-9]*; env; whoami", ToolReach.Pipes)).Text;

        Assert.DoesNotContain("SPOTTER_TEST_TOKEN", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/proc/{Environment.ProcessId}\n", text.Replace(' ', '\n'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confined_ExitCodeAndComplaints_ComeThrough()
    {
        ToolOutput output = await ToolRun.CaptureAsync(
            FfmpegPrograms.Ffprobe,
            ["-v", "error", "file:/nowhere/x.mp4"],
            ToolReach.Pipes,
            Limit,
            Stop
        );

        Assert.Equal(1, output.ExitCode);
        Assert.Contains("No such file", Assert.Single(output.Complaints.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confined_Memory_HasAnEnd()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits of memory are set on Linux alone");

        string text = (await Shell("ulimit -d; ulimit -c", ToolReach.Pipes)).Text;

        string[] limits = text.Split('\n');
        long most = long.Parse(limits[0], System.Globalization.CultureInfo.InvariantCulture) * 1024;
        Assert.InRange(most, 1L << 29, Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, 1L << 30));
        Assert.Equal("0", limits[1]);
    }

    private static void SkipWithoutSandbox() =>
        Assert.SkipWhen(
            FfmpegPrograms.Confinement.StartsWith("none", StringComparison.Ordinal),
            $"ffmpeg's sandbox is {FfmpegPrograms.Confinement}"
        );

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static Task<ToolOutput> Shell(string script, ToolReach reach) =>
        ToolRun.CaptureAsync("/bin/bash", ["-c", script], reach, Limit, Stop);
}
