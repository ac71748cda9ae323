using System.Diagnostics;
using Microsoft.Playwright;
using Spotter.Media;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>The page in a real browser: what people do with it, without a complaint in the console and without asking anybody else.</summary>
public sealed class BrowserTests
{
    private const string FoundSomething =
        "() => { const number = document.querySelectorAll('.gauge b')[2]; return number && Number(number.textContent) > 0; }";

    [Fact]
    public async Task Live_WithACamera_FindsTheFaceAndDrawsIt()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync(Clip(studio));
        IPage page = await browser.OpenAsync(studio, "live");
        await page.ClickAsync("#camera-start");
        await page.WaitForFunctionAsync(FoundSomething);
        await Browser.KeepAsync(page, "live");
        string before = await DataAsync(page);
        await page.CheckAsync("input[value=stickers]");
        await page.WaitForFunctionAsync("before => document.querySelector('.stage canvas').toDataURL() !== before", before);
        await page.CheckAsync("input[value=smiles]");
        await page.WaitForTimeoutAsync(500);
        await Browser.KeepAsync(page, "live-stickers");
        await page.ClickAsync("text=Record");
        await page.WaitForTimeoutAsync(1500);
        IDownload recording = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("text=Stop recording"));
        Assert.True(new FileInfo(await recording.PathAsync()).Length > 1000, "the recording is empty");
        await page.ClickAsync("#camera-start");
        browser.AssertNoComplaints();
    }

    [Fact]
    public async Task Live_WithoutACamera_SaysSo()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(studio, "live");
        await page.ClickAsync("#camera-start");
        await page.WaitForSelectorAsync(".toast.problem");
        browser.AssertNoComplaints();
    }

    [Fact]
    public async Task Files_PicturesAndVideo_AreSearchedShownAndOffered()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        string clip = Path.Combine(studio.Folder, "clip.mp4");
        Samples.WriteClip(clip, 2, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        IPage page = await browser.OpenAsync(studio, "files");
        await page.SetInputFilesAsync("#file-input", [Samples.FaceFile, clip]);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.badge.done').length === 2");
        await page.WaitForFunctionAsync("() => document.querySelector('.job img')?.naturalWidth > 0 && document.querySelector('.job video')?.readyState > 0");
        await Browser.KeepAsync(page, "files");
        Assert.Contains("1 face", await page.InnerTextAsync(".job:has(img)"), StringComparison.Ordinal);
        IDownload csv = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".head >> text=CSV"));
        Assert.Contains(",face,", await File.ReadAllTextAsync(await csv.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await page.ClickAsync(".zoom");
        await page.WaitForSelectorAsync("dialog[open]");
        await page.Keyboard.PressAsync("+");
        await Browser.KeepAsync(page, "files-zoom");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("text=Remove all");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.job').length === 0");
        browser.AssertNoComplaints();
    }

    [Fact]
    public async Task Compare_APicture_ShowsEachDetectorsCountAndTime()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync(Clip(studio));
        IPage page = await browser.OpenAsync(studio, "compare");
        await page.SetInputFilesAsync("#compare-input", Samples.FaceFile);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.facts dd').length === 6");
        await page.ClickAsync("text=Add a third");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.facts dd').length === 9");
        await Browser.KeepAsync(page, "compare");
        await page.ClickAsync("text=Use the camera");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.facts')].every((facts) => facts.textContent.includes('fps'))");
        browser.AssertNoComplaints();
    }

    [Fact]
    public async Task Learn_FromAZipToTryingTheRun_Works()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        string zip = Path.Combine(studio.Folder, "sides.zip");
        await File.WriteAllBytesAsync(zip, Samples.SidesZip(), TestContext.Current.CancellationToken);
        IPage page = await browser.OpenAsync(studio, "learn");
        await page.SetInputFilesAsync("#dataset-zip", zip);
        await page.ClickAsync(".bar-row >> nth=0");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.dataset .thumbs img').length === 12");
        await page.FillAsync("#train-epochs", "3");
        await page.ClickAsync("#train-start");
        await page.WaitForFunctionAsync("() => document.querySelector('#train-state')?.textContent === 'ended'");
        await page.WaitForSelectorAsync("tr[data-run]");
        await Browser.KeepAsync(page, "learn");

        await page.ClickAsync("tr[data-run] a");
        await page.WaitForSelectorAsync(".confusion button:not([disabled])");
        await page.ClickAsync(".confusion button:not([disabled]) >> nth=0");
        await page.WaitForFunctionAsync("() => document.querySelector('.thumbs img')?.naturalWidth > 0");
        ILocator pad = page.Locator(".pad");
        LocatorBoundingBoxResult box = (await pad.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + box.Height - 20, new MouseMoveOptions { Steps = 12 });
        await page.Mouse.UpAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.answers li').length === 2");
        Assert.StartsWith("left", await page.InnerTextAsync(".answers li >> nth=0"), StringComparison.Ordinal);
        await page.ClickAsync("text=Look inside");
        await page.WaitForSelectorAsync(".layer canvas");
        await Browser.KeepAsync(page, "learn-run");
        browser.AssertNoComplaints();
    }

    [Fact]
    public async Task Explain_APicture_ShowsFeaturesStagesAndTheWindow()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        string small = Path.Combine(studio.Folder, "small.jpg");
        Picture.Load(Samples.FaceFile).LimitWidth(160).Save(small);
        IPage page = await browser.OpenAsync(studio, "explain");
        await page.SetInputFilesAsync("#explain-input", small);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.figures img').length >= 4 && [...document.querySelectorAll('.figures img')].every((image) => image.naturalWidth > 0)");
        await page.WaitForFunctionAsync("() => document.querySelector('.figures video')?.readyState > 0");
        await Browser.KeepAsync(page, "explain");
        browser.AssertNoComplaints();
    }

    [Theory]
    [InlineData("live")]
    [InlineData("files")]
    [InlineData("compare")]
    [InlineData("learn")]
    [InlineData("explain")]
    public async Task Views_OnAPhone_FitItsWidth(string view)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(studio, view, 390, 844);
        await page.WaitForSelectorAsync("h1");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the phone");
        ILocator tabs = page.Locator(".tabs");
        Assert.InRange((await tabs.BoundingBoxAsync())!.Y, 700, 844);
        await Browser.KeepAsync(page, $"phone-{view}");
        browser.AssertNoComplaints();
    }

    [Fact]
    public async Task EveryControl_OfEveryView_HasANameForScreenReaders()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        foreach (string view in (string[])["live", "files", "compare", "learn", "explain"])
        {
            IPage page = await browser.OpenAsync(studio, view);
            await page.WaitForSelectorAsync("h1");
            string[] nameless = await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('button, a, input, select, canvas, [role=button]')]
                  .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.title))
                  .map((e) => e.outerHTML.slice(0, 120))
                """);
            Assert.Empty(nameless);
        }
    }

    private static string Clip(RunningStudio studio)
    {
        string path = Path.Combine(studio.Folder, "camera.mjpeg");
        Samples.WriteClip(path, 4, "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p");
        return path;
    }

    private static Task<string> DataAsync(IPage page) => page.EvaluateAsync<string>("() => document.querySelector('.stage canvas').toDataURL()");
}
