using Microsoft.Playwright;

namespace Spotter.Studio.Tests.Support;

/// <summary>Debian's Chromium with a camera made of a clip, and a page whose complaints are kept.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <param name="cameraClip">What the camera shows, as motion JPEG; null for no camera.</param>
    public static async Task<Browser> StartAsync(string? cameraClip = null)
    {
        Assert.SkipUnless(File.Exists(Chromium), "no browser: install chromium");
        string[] camera = cameraClip is null
            ? []
            : ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-video-capture={cameraClip}"];
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", .. camera,
            ],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>Opens a view of the studio; what the page complains about, and what it asks others for, is kept.</summary>
    public async Task<IPage> OpenAsync(RunningStudio studio, string view, int width = 1280, int height = 860)
    {
        IPage page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" && address.Authority != studio.Address.Authority)
            {
                _complaints.Add($"asks {request.Url}");
            }
        };
        await page.GotoAsync($"{studio.Address}#/{view}");
        return page;
    }

    /// <summary>Keeps a picture of the page to look at, where the build keeps such things.</summary>
    public static Task KeepAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root, "artifacts", "tests", "studio", $"{name}.png"),
    });

    public void AssertNoComplaints() => Assert.Empty(_complaints);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
