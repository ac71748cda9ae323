using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>From pictures to a trained network that is tried at once.</summary>
[Collection(nameof(PageCollection))]
public sealed class LearnPageTests(CameraBrowser browser, SharedStudio studio)
{
    [Fact]
    public async Task Zip_ToTryingTheRun_Works()
    {
        string zip = Path.Combine(studio.Running.Folder, "sides.zip");
        await File.WriteAllBytesAsync(zip, Samples.SidesZip(), TestContext.Current.CancellationToken);
        await using StudioPage learn = await StudioPage.OpenAsync(browser, studio.Running, "learn");
        await learn.Page.SetInputFilesAsync("#dataset-zip", zip);
        await learn.Page.ClickAsync(".dataset:has-text('sides') .bar-row >> nth=0");
        await learn.UntilAsync("document.querySelectorAll('.dataset .thumbs img').length === 12");
        await learn.Page.FillAsync("#train-epochs", "3");
        await learn.Page.ClickAsync("#train-start");
        await learn.UntilAsync("document.querySelector('#train-state')?.textContent === 'ended'");
        await learn.Page.WaitForSelectorAsync("tr[data-run]");
        await learn.KeepAsync("learn", isWhole: true);

        await learn.Page.ClickAsync("tr[data-run] a");
        await learn.Page.WaitForSelectorAsync(".confusion button:not([disabled])");
        await learn.Page.ClickAsync(".confusion button:not([disabled]) >> nth=0");
        await learn.UntilAsync("document.querySelector('.thumbs img')?.naturalWidth > 0");
        await DrawOnTheLeftAsync(learn.Page);
        await learn.UntilAsync("document.querySelectorAll('.answers li').length === 2");
        Assert.StartsWith("left", await learn.Page.InnerTextAsync(".answers li >> nth=0"), StringComparison.Ordinal);
        await learn.Page.ClickAsync("text=Look inside");
        await learn.Page.WaitForSelectorAsync(".layer canvas");
        await learn.KeepAsync("learn-run", isWhole: true);
        Assert.NotEmpty(await learn.DownloadAsync("text=Download ONNX"));
        learn.AssertNoComplaints();
    }

    private static async Task DrawOnTheLeftAsync(IPage page)
    {
        LocatorBoundingBoxResult box = (await page.Locator(".pad").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + box.Height - 20, new MouseMoveOptions { Steps = 12 });
        await page.Mouse.UpAsync();
    }
}
