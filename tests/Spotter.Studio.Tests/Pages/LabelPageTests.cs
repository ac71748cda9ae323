using System.IO.Compression;
using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>Boxes are drawn, and a detector learns from them.</summary>
[Collection(nameof(RealBrowser))]
public sealed class LabelPageTests(CameraBrowser browser, SharedStudio studio)
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Boxes_DrawnMovedAndRemoved_AreKeptAndExported()
    {
        await using StudioPage label = await StudioPage.OpenAsync(browser, studio.Running, "label");
        await label.Page.ClickAsync("text=New set");
        await label.Page.SetInputFilesAsync("#label-files", Samples.FaceFile);
        await label.Page.WaitForSelectorAsync(".strip-list li");
        await label.Page.FillAsync("#label-new", "head");
        await label.Page.Keyboard.PressAsync("Enter");
        await DragAsync(label.Page, (0.3f, 0.2f), (0.6f, 0.6f));
        await label.UntilAsync("document.querySelectorAll('.box-list li').length === 1");

        // With the keyboard: a second one in the middle, larger by a step, and gone again.
        await label.Page.Keyboard.PressAsync("b");
        await label.UntilAsync("document.querySelectorAll('.box-list li').length === 2");
        string middle = await label.Page.InnerTextAsync(".box-list li >> nth=1");
        await label.Page.Keyboard.PressAsync("Shift+ArrowRight");
        Assert.NotEqual(middle, await label.Page.InnerTextAsync(".box-list li >> nth=1"));
        await label.Page.Keyboard.PressAsync("Delete");
        await label.UntilAsync("document.querySelectorAll('.box-list li').length === 1");
        await label.AssertAccessibleAsync("label with a box");
        await label.KeepAsync("label-box");
        await label.Page.Keyboard.PressAsync("Enter");
        await label.UntilAsync("document.querySelector('.strip-list .badge').textContent === '✓ 1'");

        Assert.Equal(["annotations.json", "images"], await NamesAsync(label, "COCO"));
        Assert.Equal(["classes.txt", "images", "labels"], await NamesAsync(label, "YOLO"));
        Assert.Equal(["annotations", "images"], await NamesAsync(label, "VOC"));

        // It is there when one comes back.
        await label.Page.ReloadAsync();
        await label.UntilAsync("document.querySelector('.box-list')?.textContent.includes('head')");
        label.AssertNoComplaints();
    }

    [Fact]
    public async Task Proposals_OfAModel_AreConfirmed()
    {
        await using StudioPage label = await StudioPage.OpenAsync(browser, studio.Running, "label");
        await label.Page.ClickAsync("text=New set");
        await label.Page.SetInputFilesAsync("#label-files", Samples.FaceFile);
        await label.UntilAsync("document.querySelectorAll('.strip-list li').length === 1");
        await label.Page.SelectOptionAsync("#propose-model", "faces");
        await label.Page.ClickAsync("#propose");
        await label.Page.WaitForSelectorAsync(".proposal");
        await label.Page.ClickAsync("#confirm");
        await label.UntilAsync("document.querySelector('.box-list li')?.textContent.startsWith('face')");
        Assert.Equal(0, await label.Page.Locator(".proposal").CountAsync());
        label.AssertNoComplaints();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Video_Added_GivesFrames()
    {
        string clip = Path.Combine(studio.Running.Folder, "frames.mp4");
        Samples.WriteClip(clip, 2, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        await using StudioPage label = await StudioPage.OpenAsync(browser, studio.Running, "label");
        await label.Page.ClickAsync("text=New set");
        await label.Page.SetInputFilesAsync("#label-files", clip);
        await label.UntilAsync("document.querySelectorAll('.strip-list li').length === 12");
        label.AssertNoComplaints();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Example_Trained_IsADetectorThatFindsWhatWasDrawn()
    {
        await using StudioPage label = await StudioPage.OpenAsync(browser, studio.Running, "label");
        await label.Page.ClickAsync("[data-example=kites]");
        await label.UntilAsync("document.querySelectorAll('.strip-list li').length === 30");
        await label.Page.ClickAsync("#label-train");
        await label.UntilAsync("document.querySelector('#label-state')?.textContent === 'training'");
        await label.Page.ClickAsync("[aria-labelledby=label-training-title] >> button:text-is('Stop')");
        await label.UntilAsync("document.querySelector('#label-state')?.textContent === 'stopped'");
        await label.Page.ClickAsync("[aria-labelledby=label-training-title] >> text=Resume");
        label.Page.SetDefaultTimeout((float)TimeSpan.FromMinutes(60).TotalMilliseconds);
        await label.UntilAsync("['ended', 'failed'].includes(document.querySelector('#label-state')?.textContent)");
        await label.Page.WaitForSelectorAsync("text=Use it live");
        await label.UntilAsync("document.querySelector('.small-figures img')?.naturalWidth > 0");
        await label.AssertAccessibleAsync("label, trained");
        await label.KeepAsync("label-trained", isWhole: true);

        // On one of the pictures that are left, it proposes what is there.
        await label.Page.ClickAsync("text=Next unlabelled");
        await label.Page.ClickAsync("#propose");
        await label.Page.WaitForSelectorAsync(".proposal");
        await label.Page.ClickAsync("text=Use it on files");
        await label.UntilAsync(
            "[...document.querySelectorAll('.chips input:checked')].some((input) => input.value.startsWith('own-'))"
        );
        label.AssertNoComplaints();
    }

    private static async Task DragAsync(IPage page, (float X, float Y) from, (float X, float Y) to)
    {
        LocatorBoundingBoxResult stage = (await page.Locator(".label-stage").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(stage.X + stage.Width * from.X, stage.Y + stage.Height * from.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(stage.X + stage.Width * to.X, stage.Y + stage.Height * to.Y);
        await page.Mouse.UpAsync();
    }

    private static async Task<string[]> NamesAsync(StudioPage label, string format)
    {
        using var zip = new ZipArchive(
            new MemoryStream(await label.DownloadAsync($".label-bar a:text-is('{format}')"))
        );
        return
        [
            .. zip
                .Entries.Select(static entry => entry.FullName.Split('/', '\\')[0])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }
}
