using Spotter.Media;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>A cascade explained on one's own picture.</summary>
[Collection(nameof(RealBrowser))]
public sealed class ExplainPageTests(CameraBrowser browser, SharedStudio studio)
{
    [Fact]
    public async Task Picture_ShowsFeaturesStagesAndTheWindow()
    {
        string small = Path.Combine(studio.Running.Folder, "small.jpg");
        Picture.Load(Samples.FaceFile).LimitWidth(160).Save(small);
        await using StudioPage explain = await StudioPage.OpenAsync(browser, studio.Running, "explain");
        await explain.Page.SelectOptionAsync("[aria-label=Model]", "haarcascade_frontalface_alt2");
        await explain.Page.SetInputFilesAsync("#explain-input", small);
        await explain.UntilAsync(
            "document.querySelectorAll('.figures img').length >= 4 && [...document.querySelectorAll('.figures "
                + "img')].every((image) => image.naturalWidth > 0)"
        );
        await explain.UntilAsync("document.querySelector('.figures video')?.readyState > 0");
        await explain.KeepAsync("explain", isWhole: true);
        explain.AssertNoComplaints();
    }

    [Fact]
    public async Task Example_OfOneModelThenAnother_IsExplainedAnewByItself()
    {
        await using StudioPage explain = await StudioPage.OpenAsync(
            browser,
            studio.Running,
            "explain",
            new PageOptions { IsDark = true }
        );
        await explain.Page.SelectOptionAsync("[aria-label=Model]", "smiles");
        await explain.Page.ClickAsync("[data-example=party]");
        await explain.UntilAsync("document.querySelector('[data-figure=\"reasons.png\"] img')?.naturalWidth > 0");
        await explain.AssertAccessibleAsync("explain with figures");
        await explain.Page.SelectOptionAsync("[aria-label=Model]", "faces");
        await explain.UntilAsync("document.querySelector('[data-figure=\"scores.png\"] img')?.naturalWidth > 0");
        explain.AssertNoComplaints();
    }
}
