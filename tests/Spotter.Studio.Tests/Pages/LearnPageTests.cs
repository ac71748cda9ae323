using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>From pictures to a trained network that is tried at once.</summary>
[Collection(nameof(RealBrowser))]
public sealed class LearnPageTests(CameraBrowser browser, SharedStudio studio)
{
    [Fact]
    public async Task Zip_ToTryingTheRun_Works()
    {
        await using StudioPage learn = await UploadedAsync("sides");
        await learn.Page.ClickAsync(".dataset:has-text('sides') .bar-row >> nth=0");
        await learn.UntilAsync("document.querySelectorAll('.dataset .thumbs img').length === 12");
        await learn.Page.FillAsync("#train-epochs", "3");
        await learn.Page.ClickAsync("#train-start");
        await learn.UntilAsync("document.querySelector('#train-state')?.textContent === 'ended'");
        await learn.Page.WaitForSelectorAsync("tr[data-run]:has-text('sides')");
        await learn.KeepAsync("learn", isWhole: true);

        await learn.Page.ClickAsync("tr[data-run]:has-text('sides') a >> nth=0");
        await learn.Page.WaitForSelectorAsync(".confusion button:not([disabled])");
        await learn.Page.ClickAsync(".confusion button:not([disabled]) >> nth=0");
        await learn.UntilAsync("document.querySelector('.thumbs img')?.naturalWidth > 0");
        await learn.Page.ClickAsync(".thumb >> nth=0");
        await learn.UntilAsync("document.querySelectorAll('.answers li').length === 2");
        await learn.Page.ClickAsync("text=Clear");
        await DrawOnTheLeftAsync(learn.Page);
        await learn.UntilAsync("document.querySelectorAll('.answers li').length === 2");
        Assert.StartsWith("left", await learn.Page.InnerTextAsync(".answers li >> nth=0"), StringComparison.Ordinal);
        await learn.Page.ClickAsync("text=Look inside");
        await learn.Page.WaitForSelectorAsync(".layer canvas");
        await learn.KeepAsync("learn-run", isWhole: true);
        Assert.NotEmpty(await learn.DownloadAsync("text=Download ONNX"));
        learn.AssertNoComplaints();
    }

    [Fact]
    public async Task Layers_AddedAndRemoved_AreAList()
    {
        await using StudioPage learn = await StudioPage.OpenAsync(browser, studio.Running, "learn");
        await learn.Page.SelectOptionAsync("#train-preset", "own");
        await learn.Page.SelectOptionAsync("#layer-kind", "dropout");
        await learn.Page.ClickAsync("#layer-add");
        await learn.UntilAsync("document.querySelectorAll('.layer-list li').length === 4");
        await learn.Page.ClickAsync("[aria-label='Remove convolution 3×3']");
        await learn.Page.ClickAsync("[aria-label='Move dropout up']");
        Assert.Equal(
            ["max pool", "dropout", "dense"],
            await learn.Page.Locator(".layer-list .grow").AllInnerTextsAsync()
        );
        await learn.KeepAsync("learn-layers");
        await learn.Page.SelectOptionAsync("#train-preset", "mlp");
        await learn.UntilAsync("document.querySelector('#layer-editor').hidden");
        learn.AssertNoComplaints();
    }

    [Fact]
    public async Task Folder_AndHeldKey_MakeDatasets()
    {
        string folder = Directory.CreateDirectory(Path.Combine(studio.Running.Folder, "hands")).FullName;
        foreach (string name in (string[])["up/a.png", "up/b.png", "down/c.png", "down/notes.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            await File.WriteAllBytesAsync(
                Path.Combine(folder, name),
                Samples.SidesPicture(name.Length),
                TestContext.Current.CancellationToken
            );
        }

        await using StudioPage learn = await StudioPage.OpenAsync(browser, studio.Running, "learn");
        await learn.Page.SetInputFilesAsync("#dataset-folder", folder);
        await learn.Page.WaitForSelectorAsync(".dataset:has-text('hands'):has-text('3 pictures')");

        await learn.Page.ClickAsync("text=From the camera");
        await learn.Page.FillAsync("dialog input", "thumbs up");
        await learn.Page.Keyboard.PressAsync("Enter");
        await learn.Page.Keyboard.DownAsync(" ");
        await learn.UntilAsync("document.querySelector('dialog .number').textContent.startsWith('3 ')");
        await learn.Page.Keyboard.UpAsync(" ");
        await learn.KeepAsync("learn-capture");
        await learn.Page.ClickAsync("dialog >> text=Done");
        await learn.Page.WaitForSelectorAsync(".dataset:has-text('thumbs up') meter");
        learn.AssertNoComplaints();
    }

    [Fact]
    public async Task Folder_WithPartsAndLeftovers_KeepsItsPartsAndSaysWhatIsLeftOut()
    {
        string folder = Directory.CreateDirectory(Path.Combine(studio.Running.Folder, "halves")).FullName;
        foreach (
            string name in (string[])
                [
                    "train/up/a.png",
                    "train/up/more/b.png",
                    "train/down/c.png",
                    "test/up/d.png",
                    "test/.ipynb_checkpoints/e.png",
                    "cover.png",
                    "notes.txt",
                ]
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            await File.WriteAllBytesAsync(
                Path.Combine(folder, name),
                Samples.SidesPicture(name.Length),
                TestContext.Current.CancellationToken
            );
        }

        await using StudioPage learn = await StudioPage.OpenAsync(browser, studio.Running, "learn");
        await learn.Page.SetInputFilesAsync("#dataset-folder", folder);
        await learn.Page.WaitForSelectorAsync(".dataset:has-text('halves'):has-text('4 pictures')");
        await learn.UntilAsync(
            "[...document.querySelectorAll('.toast')].some((toast) => toast.textContent.includes('left out'))"
        );
        string made = await learn.Page.GetAttributeAsync(".dataset:has-text('halves')", "data-dataset") ?? "";
        string pictures = Path.Combine(studio.Running.Folder, "data", "datasets", made, "pictures");
        Assert.Equal(
            ["test/up", "train/down", "train/up"],
            Directory
                .EnumerateDirectories(pictures)
                .SelectMany(Directory.EnumerateDirectories)
                .Select(path => Path.GetRelativePath(pictures, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
        );
        learn.AssertNoComplaints();
    }

    [Fact]
    public async Task Training_StoppedAndResumed_CanBeComparedAndTriedOnTheCamera()
    {
        await using StudioPage learn = await UploadedAsync("both");

        // A small network is done with so few pictures before anybody stops it.
        await learn.Page.SelectOptionAsync("#train-preset", "cnn");
        await learn.Page.FillAsync("#train-epochs", "1000");
        await learn.Page.ClickAsync("#train-start");

        // One that is stopped before it has begun leaves nothing to go on from.
        await learn.UntilAsync("document.querySelector('#train-state')?.textContent === 'training'");
        await learn.Page.ClickAsync("text=Stop");
        ILocator row = learn.Page.Locator("tr[data-run]:has-text('both')");
        await row.Locator("text=Resume").ClickAsync();
        await learn.UntilAsync("document.querySelector('#train-state')?.textContent === 'training'");
        await learn.Page.ClickAsync("text=Stop");
        await learn.UntilAsync("document.querySelector('#train-state')?.textContent === 'ended'");
        await row.Locator("input[type=checkbox]").CheckAsync();
        await learn.UntilAsync(
            "!document.querySelector('canvas[aria-label=\"Learning curves of the ticked runs\"]').hidden"
        );
        await row.Locator("a >> nth=0").ClickAsync();
        await learn.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Camera" }).ClickAsync();
        await learn.UntilAsync("document.querySelectorAll('.answers li').length === 2");
        await learn.Page.ClickAsync("text=Stop the camera");
        learn.AssertNoComplaints();
    }

    private async Task<StudioPage> UploadedAsync(string title)
    {
        string zip = Path.Combine(studio.Running.Folder, $"{title}.zip");
        await File.WriteAllBytesAsync(zip, Samples.SidesZip(), TestContext.Current.CancellationToken);
        StudioPage learn = await StudioPage.OpenAsync(browser, studio.Running, "learn");
        await learn.Page.SetInputFilesAsync("#dataset-zip", zip);
        await learn.Page.WaitForSelectorAsync($".dataset:has-text('{title}')");
        return learn;
    }

    private static async Task DrawOnTheLeftAsync(IPage page)
    {
        LocatorBoundingBoxResult box = (await page.Locator(".pad").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(
            box.X + box.Width * 0.2f,
            box.Y + box.Height - 20,
            new MouseMoveOptions { Steps = 12 }
        );
        await page.Mouse.UpAsync();
    }
}
