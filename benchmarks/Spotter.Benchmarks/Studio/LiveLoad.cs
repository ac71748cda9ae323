using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Spotter.Benchmarks.Studio;

/// <summary>
/// The page's live view in Debian's Chromium, with a camera that shows a clip. The figures are those that the page
/// shows.
/// </summary>
internal sealed class LiveLoad : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Uri _studio;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private LiveLoad(Uri studio, IPlaywright playwright, IBrowser browser)
    {
        _studio = studio;
        _playwright = playwright;
        _browser = browser;
    }

    /// <param name="studio">The page.</param>
    /// <param name="clip">What the camera shows.</param>
    /// <param name="camera">Where the clip is kept in the form that Chromium takes.</param>
    public static async Task<LiveLoad> StartAsync(Uri studio, string clip, string camera)
    {
        using (
            Process ffmpeg = Process.Start(
                "ffmpeg",
                ["-v", "error", "-t", "4", "-i", clip, "-vf", "scale=640:480,fps=30", "-pix_fmt", "yuv420p", camera]
            )
        )
        {
            await ffmpeg.WaitForExitAsync();
        }

        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Headless = true,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--use-fake-device-for-media-stream",
                    $"--use-file-for-fake-video-capture={camera}",
                ],
            }
        );
        return new LiveLoad(studio, playwright, browser);
    }

    /// <summary>Milliseconds from the press of the camera's button to the first boxes, in a tab of its own.</summary>
    public async Task<double> MeasureFirstBoxesAsync()
    {
        IBrowserContext context = await _browser.NewContextAsync(
            new BrowserNewContextOptions { Permissions = ["camera"] }
        );
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{_studio}#/live");
        await page.WaitForSelectorAsync("#camera-start");
        long start = Stopwatch.GetTimestamp();
        await page.ClickAsync("#camera-start");
        await page.WaitForFunctionAsync("() => Number(document.querySelectorAll('.gauge b')[2]?.textContent) > 0");
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await context.CloseAsync();
        return taken;
    }

    /// <summary>Opens tabs, lets each use its camera, and reads what they show.</summary>
    public async Task<IReadOnlyList<TabFigures>> MeasureAsync(int tabs, TimeSpan length)
    {
        IPage[] pages = await Task.WhenAll(Enumerable.Range(0, tabs).Select(_ => OpenAsync()));
        await Task.Delay(WarmUp);
        var readings = new List<double[]>[tabs];
        Array.ForEach(pages, page => readings[Array.IndexOf(pages, page)] = []);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < length; )
        {
            await Task.Delay(Pause);
            for (int i = 0; i < tabs; i++)
            {
                readings[i].Add(await ReadAsync(pages[i]));
            }
        }

        await Task.WhenAll(pages.Select(static page => page.Context.CloseAsync()));
        return
        [
            .. readings.Select(static tab => new TabFigures(
                Medians.Of(tab.Select(static reading => reading[0])),
                Medians.Of(tab.Select(static reading => reading[1]))
            )),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<IPage> OpenAsync()
    {
        IBrowserContext context = await _browser.NewContextAsync(
            new BrowserNewContextOptions { Permissions = ["camera"] }
        );
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{_studio}#/live");
        await page.ClickAsync("#camera-start");
        return page;
    }

    /// <summary>Frames a second and milliseconds from the camera's frame to its boxes.</summary>
    private static async Task<double[]> ReadAsync(IPage page)
    {
        string[] shown = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.gauge b')].map((gauge) => gauge.textContent)"
        );
        return
        [
            .. shown
                .Take(2)
                .Select(static text =>
                    double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : double.NaN
                ),
        ];
    }
}

/// <summary>What one tab showed, in the median of its readings.</summary>
internal sealed record TabFigures(double Rate, double LatencyMilliseconds);
