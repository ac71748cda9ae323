using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Hostile;

/// <summary>A studio that ends without a word in mid-job.</summary>
public sealed class KilledStudioTests : IDisposable
{
    private readonly string _sandbox = Directory.CreateTempSubdirectory("spotter-killed-").FullName;

    public void Dispose() => Directory.Delete(_sandbox, recursive: true);

    [Fact]
    public async Task Kill_InMidJob_LeavesNothingBehindForTheNextStart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are looked up in /proc");
        string clip = Path.Combine(_sandbox, "clip.mp4");
        Samples.WriteLongClip(clip);
        await using (StudioProcess first = await StudioProcess.StartAsync(_sandbox))
        {
            await BeginVideoAsync(first, await File.ReadAllBytesAsync(clip, TestContext.Current.CancellationToken));
            Assert.NotEmpty(Decoders());
            await first.KillAsync();
        }

        await Waiting.UntilAsync(() => Decoders().Count == 0, "programs that decode for a studio that is gone");
        await using StudioProcess second = await StudioProcess.StartAsync(_sandbox);
        using var client = new HttpClient { BaseAddress = second.Address, Timeout = Waiting.Patience };
        await client.GetAsync("/api/v1/health", HttpStatusCode.OK);
        Assert.Equal(
            ["lock"],
            Directory
                .EnumerateFiles(StudioProcess.DataIn(_sandbox), "*", SearchOption.AllDirectories)
                .Select(Path.GetFileName)
        );
    }

    private static async Task BeginVideoAsync(StudioProcess studio, byte[] video)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = studio.Address, Timeout = Waiting.Patience };
        JsonElement job = await client.PostAsync("/api/v1/jobs", video, HttpStatusCode.Accepted);
        string path = $"/api/v1/jobs/{job.GetProperty("id").GetString()}";
        await Waiting.UntilAsync(
            async () => (await client.GetAsync(path, HttpStatusCode.OK)).GetProperty("frames").GetInt32() >= 3,
            "too few frames"
        );
    }

    // Those of this test alone: its folder is in their arguments.
    private List<string> Decoders() =>
        [
            .. Process
                .GetProcessesByName("ffmpeg")
                .Select(static process => $"/proc/{process.Id}/cmdline")
                .Where(static path => File.Exists(path))
                .Select(static path => Waiting.TryRead(path))
                .Where(line => line.Contains(_sandbox, StringComparison.Ordinal)),
        ];
}
