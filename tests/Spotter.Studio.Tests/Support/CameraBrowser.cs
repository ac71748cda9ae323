using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;

[assembly: AssemblyFixture(typeof(CameraBrowser))]

namespace Spotter.Studio.Tests.Support;

/// <summary>
/// Debian's Chromium, started when a test first asks for it, with a camera that shows a real clip with faces.
/// </summary>
public sealed class CameraBrowser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly SemaphoreSlim _starting = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-camera-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>What the camera shows, 640x480 at 30 frames a second.</summary>
    public string Clip => Path.Combine(_folder, "camera.y4m");

    /// <summary>The browser; the test is skipped where there is none.</summary>
    public async Task<IBrowser> GetAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), "no browser: install chromium");
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _browser ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IBrowser> StartAsync()
    {
        Samples.WriteCameraClip(Clip);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Headless = true,
                Timeout = (float)Waiting.Patience.TotalMilliseconds,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--use-fake-device-for-media-stream",
                    $"--use-file-for-fake-video-capture={Clip}",
                ],
            }
        );
    }
}
