using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>Detectors side by side.</summary>
[Collection(nameof(RealBrowser))]
public sealed class ComparePageTests(CameraBrowser browser, SharedStudio studio)
{
    [Fact]
    public async Task Picture_AndCamera_ShowEachDetectorsCountAndTime()
    {
        await using StudioPage compare = await StudioPage.OpenAsync(browser, studio.Running, "compare");
        await compare.Page.SetInputFilesAsync("#compare-input", Samples.FaceFile);
        await compare.UntilAsync("document.querySelectorAll('.facts dd').length === 8");
        await compare.Page.ClickAsync("text=Add a third");
        await compare.UntilAsync("document.querySelectorAll('.facts dd').length === 12");
        Assert.Equal("1", await compare.Page.InnerTextAsync(".facts dd >> nth=0"));
        Assert.Equal("Only here", await compare.Page.InnerTextAsync(".facts dt >> nth=1"), ignoreCase: true);
        Assert.True(
            await compare.Page.EvaluateAsync<bool>(
                "() => [...document.querySelectorAll('.stage')].every((stage) => "
                    + "stage.querySelector('canvas').clientHeight <= stage.clientHeight)"
            ),
            "a picture is cut off"
        );
        await compare.KeepAsync("compare");
        await compare.Page.ClickAsync("text=Use the camera");
        await compare.UntilAsync(
            "[...document.querySelectorAll('.facts')].every((facts) => facts.textContent.includes('fps'))"
        );
        await compare.KeepAsync("compare-camera");
        compare.AssertNoComplaints();
    }

    [Fact]
    public async Task Picture_ZoomedAndLeft_IsAtTheSamePlaceInAllLanesAndStays()
    {
        await using StudioPage compare = await StudioPage.OpenAsync(browser, studio.Running, "compare");
        await compare.Page.ClickAsync("[data-example=party]");
        await compare.UntilAsync("document.querySelectorAll('.facts dd').length === 8");
        await compare.Page.FocusAsync(".lane .stage >> nth=0");
        await compare.Page.Keyboard.PressAsync("+");
        await compare.UntilAsync(
            "[...document.querySelectorAll('.lane canvas')].every((canvas) => "
                + "canvas.style.transform.includes('scale(1.5)'))"
        );
        await compare.Page.ClickAsync(".tabs >> text=Files");
        await compare.UntilAsync("document.querySelector('h1').textContent === 'Files'");
        await compare.Page.ClickAsync(".tabs >> text=Compare");
        await compare.UntilAsync("document.querySelectorAll('.facts dd').length === 8");
        await compare.AssertAccessibleAsync("compare with a picture");
        compare.AssertNoComplaints();
    }
}
