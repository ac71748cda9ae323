using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>Pictures and videos that are dropped on the page.</summary>
[Collection(nameof(RealBrowser))]
public sealed class FilesPageTests(CameraBrowser browser, SharedStudio studio)
{
    [Fact]
    public async Task PicturesAndVideo_AreSearchedShownAndOffered()
    {
        string clip = Path.Combine(studio.Running.Folder, "clip.mp4");
        Samples.WriteClip(clip, 1, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        await using StudioPage files = await StudioPage.OpenAsync(browser, studio.Running, "files");
        await files.Page.SetInputFilesAsync("#file-input", [Samples.FaceFile, clip]);
        await files.UntilAsync("document.querySelectorAll('.badge.done').length === 2");
        await files.UntilAsync(
            "document.querySelector('.job img')?.naturalWidth > 0 && document.querySelector('.job video')?.readyState "
                + "> 0"
        );
        await files.KeepAsync("files", isWhole: true);
        Assert.Contains("1 face", await files.Page.InnerTextAsync(".job:has(img)"), StringComparison.Ordinal);

        Assert.Contains(
            ",face,",
            Encoding.UTF8.GetString(await files.DownloadAsync(".head >> text=CSV")),
            StringComparison.Ordinal
        );
        using JsonDocument coco = JsonDocument.Parse(await files.DownloadAsync(".job:has(img) >> a:text-is('COCO')"));
        Assert.Equal(1, coco.RootElement.GetProperty("annotations").GetArrayLength());
        Assert.Equal(
            30,
            Encoding
                .UTF8.GetString(await files.DownloadAsync(".job:has(video) >> a:text-is('JSON')"))
                .AsSpan()
                .Count('\n')
        );
        Assert.Equal(
            "ftyp",
            Encoding.ASCII.GetString(await files.DownloadAsync(".job:has(video) >> a:text-is('MP4')"), 4, 4)
        );

        await files.Page.ClickAsync("text=Remove all");
        await files.UntilAsync("document.querySelectorAll('.job').length === 0");
        files.AssertNoComplaints();
    }

    [Fact]
    public async Task Picture_Pressed_IsShownLargeAndLarger()
    {
        await using StudioPage files = await StudioPage.OpenAsync(browser, studio.Running, "files");
        await files.Page.SetInputFilesAsync("#file-input", Samples.FaceFile);
        await files.Page.ClickAsync(".zoom");
        await files.Page.WaitForSelectorAsync("dialog[open]");
        await files.Page.Keyboard.PressAsync("+");
        await files.UntilAsync("document.querySelector('dialog img').style.transform.includes('scale(1.5)')");

        // Larger than the screen, it is moved.
        await files.Page.Mouse.MoveAsync(600, 400);
        await files.Page.Mouse.DownAsync();
        await files.Page.Mouse.MoveAsync(640, 430);
        await files.Page.Mouse.UpAsync();
        await files.UntilAsync(
            "document.querySelector('dialog img').style.transform.startsWith('translate(40px, 30px)')"
        );
        await files.AssertAccessibleAsync("a picture at full size");
        await files.KeepAsync("files-zoom");
        await files.Page.Keyboard.PressAsync("Escape");
        await files.UntilAsync("!document.querySelector('dialog')");
        files.AssertNoComplaints();
    }

    [Fact]
    public async Task Video_WhileItIsSearched_PlaysAndCanBeStopped()
    {
        string clip = Path.Combine(studio.Running.Folder, "long.mp4");
        Samples.WriteLongClip(clip);
        await using StudioPage files = await StudioPage.OpenAsync(browser, studio.Running, "files");
        await files.Page.SetInputFilesAsync("#file-input", clip);
        await files.UntilAsync("document.querySelector('.job img')?.naturalWidth > 0");
        Assert.EndsWith("/preview", await files.Page.GetAttributeAsync(".job img", "src"), StringComparison.Ordinal);

        // Another picture a moment later: it plays.
        const string Frame = """
            (() => {
              const image = document.querySelector('.job img');
              const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
              canvas.getContext('2d').drawImage(image, 0, 0, 64, 48);
              return canvas.toDataURL();
            })()
            """;
        string first = await files.Page.EvaluateAsync<string>(Frame);
        await files.UntilAsync($"document.querySelector('.job img') && {Frame} !== '{first}'");
        await files.KeepAsync("files-playing");
        await files.Page.ClickAsync("text=Cancel");
        await files.UntilAsync("document.querySelector('.badge.cancelled')");
        files.AssertNoComplaints();
    }

    [Fact]
    public async Task File_OfAnotherKind_IsRefusedInWords()
    {
        await using StudioPage files = await StudioPage.OpenAsync(browser, studio.Running, "files");
        await files.Page.SetInputFilesAsync(
            "#file-input",
            new FilePayload
            {
                Name = "list.m3u8",
                MimeType = "video/mp4",
                Buffer = "#EXTM3U\n"u8.ToArray(),
            }
        );
        await files.Page.WaitForSelectorAsync(".badge.failed");
        Assert.Contains(
            "HLS or M3U playlist; it only names other files",
            await files.Page.InnerTextAsync(".upload.failed"),
            StringComparison.Ordinal
        );
        await files.Page.ClickAsync(".upload.failed >> text=Remove");
        await files.UntilAsync("!document.querySelector('.upload')");
    }

    [Fact]
    public async Task Examples_SearchedAgainAndRemoved_NeedNoSecondSending()
    {
        await using StudioPage files = await StudioPage.OpenAsync(browser, studio.Running, "files");
        await files.Page.ClickAsync("[data-example=party]");
        await files.UntilAsync("document.querySelectorAll('.badge.done').length === 1");
        Assert.Contains("3 faces", await files.Page.InnerTextAsync(".job"), StringComparison.Ordinal);
        await files.Page.CheckAsync("input[value=smiles]");
        await files.Page.ClickAsync(".job >> text=Again");
        await files.UntilAsync("/smiling/.test(document.querySelector('.job .number')?.textContent)");

        byte[] zip = await files.DownloadAsync("text=Annotated (ZIP)");
        using var archive = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(["Three drawn people-spotted.jpg"], archive.Entries.Select(static entry => entry.FullName));

        await files.Page.ClickAsync("[data-example=party]");
        await files.UntilAsync("document.querySelectorAll('.badge.done').length === 2");
        await files.Page.ClickAsync(".zoom >> nth=0");
        string first = await files.Page.GetAttributeAsync("dialog img", "src") ?? "";
        await files.Page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual(first, await files.Page.GetAttributeAsync("dialog img", "src"));
        await files.Page.Keyboard.PressAsync("Escape");

        await files.Page.ClickAsync(".job >> text=Remove >> nth=0");
        await files.UntilAsync("document.querySelectorAll('.job').length === 1");
        await files.Page.ClickAsync("text=Undo");
        await files.UntilAsync("document.querySelectorAll('.job').length === 2");
        await files.AssertAccessibleAsync("files with results");
        files.AssertNoComplaints();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Video_WithALineDrawnOnIt_IsCountedAndHasATimeline()
    {
        await using StudioPage files = await StudioPage.OpenAsync(browser, studio.Running, "files");
        Assert.SkipUnless(
            await files.Page.Locator("[data-example=party]").CountAsync() > 0
                && await files.Page.Locator("[data-example=street]").CountAsync() > 0,
            "no street clip: install opencv-doc and ffmpeg"
        );
        await files.Page.ClickAsync("[data-example=street]");
        await files.UntilAsync("document.querySelectorAll('.badge.done').length === 1");
        await files.Page.WaitForSelectorAsync(".timeline:visible");
        await files.Page.ClickAsync("[aria-label='To the next that appears']");
        await files.UntilAsync("document.querySelector('.job video').currentTime > 0");
        await files.Page.ClickAsync("text=Count…");
        await files.Page.ClickAsync("dialog >> text=Draw a line");
        LocatorBoundingBoxResult stage = (await files.Page.Locator("dialog .stage").BoundingBoxAsync())!;
        await files.Page.Mouse.MoveAsync(stage.X + 40, stage.Y + stage.Height * 0.6f);
        await files.Page.Mouse.DownAsync();
        await files.Page.Mouse.MoveAsync(stage.X + stage.Width - 40, stage.Y + stage.Height * 0.6f);
        await files.Page.Mouse.UpAsync();
        await files.AssertAccessibleAsync("a line on a video");
        await files.Page.ClickAsync("dialog >> button.primary");
        await files.UntilAsync(
            "/line 1: [0-9]+ in, [0-9]+ out/.test(document.querySelector('.job .number')?.textContent)"
        );
        await files.KeepAsync("files-counted", isWhole: true);
        files.AssertNoComplaints();
    }
}
