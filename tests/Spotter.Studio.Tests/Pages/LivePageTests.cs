using System.Text.Json;
using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;
using Spotter.Vision;

namespace Spotter.Studio.Tests.Pages;

/// <summary>The camera in a real browser, which shows a clip with faces.</summary>
[Collection(nameof(RealBrowser))]
public sealed class LivePageTests(CameraBrowser browser, SharedStudio studio)
{
    private const string FoundSomething = "Number(document.querySelectorAll('.gauge b')[2]?.textContent) > 0";

    // Colours that are not of the clip: the boxes of faces, and the skin of stickers.
    private static readonly string HasBoxes = Shows(0x2d, 0xd4, 0xbf, 100);
    private static readonly string HasStickers = Shows(0xfc, 0xd3, 0x4d, 1000);
    private static readonly string HasNoses = Shows(226, 20, 30, 60);

    [Fact]
    public async Task Camera_OfARealClip_ShowsBoxesOnItsFaces()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(HasBoxes);
        await live.KeepAsync("live");
        await AssertOnFacesAsync(live.LiveAnswers);
        live.AssertNoComplaints();
    }

    // How fast it is on a machine with nothing else to do, ./bench studio measures.
    [Fact]
    public async Task Camera_LeftOn_IsAnsweredFrameByFrameAndSaysHowFast()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAnswersAsync(60);
        await live.UntilAsync("[0, 1].every((i) => Number(document.querySelectorAll('.gauge b')[i]?.textContent) > 0)");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Stickers_AreDrawnOverTheFaces()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(FoundSomething);
        await live.Page.CheckAsync("input[value=smileys]");
        await live.UntilAsync($"!{HasBoxes} && {HasStickers}");
        await live.KeepAsync("live-smileys");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task OnFaces_NoseAndSpeech_AreDrawnAndCountedOnce()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(FoundSomething);
        await live.Page.CheckAsync("input[value=eyes]");
        Assert.False(await live.Page.IsCheckedAsync("input[value=faces]"));
        Assert.True(await live.Page.IsCheckedAsync("input[value=any-face]"));
        await live.Page.CheckAsync("input[value=captions]");
        await live.Page.CheckAsync("input[value=clown-nose]");
        await live.Page.FillAsync("#live-sticker-speech", "why so serious");
        await live.UntilAsync($"{HasNoses} && !{HasBoxes}");
        await live.KeepAsync("live-nose");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Blur_Chosen_LeavesNoDetailInTheFaces()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync($"{FoundSomething} && {HasBoxes}");
        await live.Page.UncheckAsync("#live-mirror");
        double sharp = await DetailAsync(live);
        await live.Page.CheckAsync("input[value=blur]");
        await live.UntilAsync($"!{HasBoxes}");
        await live.UntilAnswersAsync(10);
        await live.KeepAsync("live-blur");
        for (int i = 0; i < 5; i++)
        {
            double detail = await DetailAsync(live);
            Assert.True(
                detail < sharp / 2,
                $"pixels side by side in a face differ by {detail:F1}, before by {sharp:F1}"
            );
            await live.UntilAnswersAsync(3);
        }

        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Settings_Changed_HoldFromTheNextFrameOn()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(FoundSomething);
        await live.Page.GetByLabel("Min size").FillAsync("300");
        await live.UntilAsync("document.querySelectorAll('.gauge b')[2].textContent === '0'");
        await live.Page.GetByLabel("Min size").FillAsync("60");
        await live.Page.CheckAsync("input[value=smiles]");
        await Waiting.UntilAsync(
            () =>
                live.LiveAnswers.Any(static answer =>
                    answer.TryGetProperty("labels", out JsonElement labels) && labels.GetArrayLength() == 2
                ),
            "labels of one detector"
        );
        await live.UntilAsync(FoundSomething);
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Recording_Stopped_IsAVideoOfWhatWasShown()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(FoundSomething);
        await live.Page.ClickAsync("text=Record");
        await live.UntilAnswersAsync(30);
        string file = Path.Combine(studio.Running.Folder, "recording");
        await File.WriteAllBytesAsync(
            file,
            await live.DownloadAsync("text=Stop recording"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("640,480", Samples.ProbeSize(file));
        byte[] snapshot = await live.DownloadAsync("text=Snapshot");
        Assert.Equal(640, Media.Picture.Load(snapshot).Width);
        await live.Page.ClickAsync("#camera-stop");
        await live.Page.WaitForSelectorAsync("#camera-start");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Example_OnePress_ShowsWhatIsFound()
    {
        await using StudioPage live = await StudioPage.OpenAsync(browser, studio.Running, "live");
        await live.Page.ClickAsync("[data-example=party]");
        await live.UntilAsync(FoundSomething);
        await live.UntilAsync(HasBoxes);
        await live.AssertAccessibleAsync("live with an example");
        await live.KeepAsync("live-example");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Camera_ThatLooksAtOne_IsAMirrorUnlessSwitchedOff()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(FoundSomething);
        const string Left = """
            (() => {
              const video = document.querySelector('.stage canvas');
              const small = Object.assign(document.createElement('canvas'), { width: 8, height: 6 }).getContext('2d');
              small.drawImage(video, 0, 0, 8, 6);
              return [...small.getImageData(0, 2, 1, 1).data].slice(0, 3);
            })()
            """;
        await live.Page.CheckAsync("input[value=captions]");
        int[] mirrored = await live.Page.EvaluateAsync<int[]>($"() => {Left}");
        await live.Page.UncheckAsync("#live-mirror");

        // The photograph has another background on its left than on its right.
        await live.UntilAsync($"{Left}.some((value, i) => Math.abs(value - [{string.Join(", ", mirrored)}][i]) > 12)");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Line_DrawnWithTheMouse_CountsWhoCrossesIt()
    {
        await using StudioPage live = await StartedAsync();
        await live.UntilAsync(FoundSomething);
        await live.Page.ClickAsync("text=Draw a line");
        LocatorBoundingBoxResult stage = (await live.Page.Locator(".stage").BoundingBoxAsync())!;
        await live.Page.Mouse.MoveAsync(stage.X + stage.Width * 0.2f, stage.Y + stage.Height * 0.9f);
        await live.Page.Mouse.DownAsync();
        await live.Page.Mouse.MoveAsync(stage.X + stage.Width * 0.8f, stage.Y + stage.Height * 0.9f);
        await live.Page.Mouse.UpAsync();
        await live.UntilAsync("document.querySelector('.places text')?.textContent === '0 in, 0 out'");

        // With keys alone: a zone in the middle, then its first corner is moved.
        await live.Page.FocusAsync("text=Draw a zone");
        await live.Page.Keyboard.PressAsync("Enter");
        await live.UntilAsync("/inside/.test(document.querySelectorAll('.places text')[1]?.textContent)");
        string before = await live.Page.GetAttributeAsync(".places .zone", "points") ?? "";
        await live.Page.FocusAsync("[data-place=zone-0-0]");
        await live.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.NotEqual(before, await live.Page.GetAttributeAsync(".places .zone", "points"));
        await live.Page.ClickAsync("text=Remove lines and zones");
        await live.UntilAsync("!document.querySelector('.places text')");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Models_Searched_AreGroupedAndChosen()
    {
        await using StudioPage live = await StudioPage.OpenAsync(browser, studio.Running, "live");
        await live.Page.ClickAsync("summary:has-text('All models')");
        await live.Page.FillAsync("input[type=search]", "smile");
        await live.UntilAsync("document.querySelectorAll('.model').length > 0");
        Assert.All(await live.Page.Locator(".model").AllInnerTextsAsync(), static text =>
            Assert.Contains("smile", text, StringComparison.OrdinalIgnoreCase)
        );
        await live.Page.CheckAsync(".model input >> nth=0");
        await live.UntilAsync("document.querySelectorAll('.chips input:checked').length >= 2");
        await live.AssertAccessibleAsync("live with all models");
        live.AssertNoComplaints();
    }

    [Fact]
    public async Task Studio_GoneAndBack_IsSaidAndGoesOn()
    {
        await using StudioPage live = await StudioPage.OpenAsync(browser, studio.Running, "live");

        // What the page speaks to is closed under it, which is what a studio that ends looks like from there.
        await live.Page.EvaluateAsync(
            """
            () => {
              window.sockets = [];
              const Real = WebSocket;
              window.WebSocket = class extends Real {
                constructor(address) {
                  super(window.isGone ? 'ws://localhost:9/' : address);
                  window.sockets.push(this);
                }
              };
            }
            """
        );
        await live.Page.ClickAsync("[data-example=party]");
        await live.UntilAsync(FoundSomething);
        await live.Page.EvaluateAsync(
            "() => { window.isGone = true; for (const socket of window.sockets) socket.close(); }"
        );
        await live.Page.WaitForSelectorAsync(".lost:visible");
        await live.Page.EvaluateAsync("() => { window.isGone = false; }");
        await live.UntilAsync("document.querySelector('.lost').hidden");
        await live.UntilAnswersAsync(3);
    }

    [Fact]
    public async Task Camera_Refused_IsSaidInWords()
    {
        await using StudioPage live = await StartedAsync(new PageOptions { HasCamera = false });
        await live.Page.WaitForSelectorAsync(".toast.problem");
        Assert.Contains("camera", await live.Page.InnerTextAsync(".toast.problem"), StringComparison.Ordinal);
        live.AssertNoComplaints();
    }

    private async Task<StudioPage> StartedAsync(PageOptions? options = null)
    {
        StudioPage live = await StudioPage.OpenAsync(browser, studio.Running, "live", options);
        await live.Page.ClickAsync("#camera-start");
        return live;
    }

    /// <summary>JavaScript: whether the picture has this many pixels of a colour.</summary>
    private static string Shows(int red, int green, int blue, int least) =>
        $$"""
            (() => {
              window.copied ??= Object.assign(document.createElement('canvas'), { width: 640, height: 480 }).getContext('2d', { willReadFrequently: true });
              window.copied.drawImage(document.querySelector('.stage canvas'), 0, 0, 640, 480);
              const { data } = window.copied.getImageData(0, 0, 640, 480);
              let count = 0;
              for (let i = 0; i < data.length; i += 4)
                if (Math.abs(data[i] - {{red}}) < 12 && Math.abs(data[i + 1] - {{green}}) < 12 && Math.abs(data[i + 2] - {{blue}}) < 12) count++;
              return count > {{least}};
            })()
            """;

    /// <summary>
    /// By how much pixels side by side differ in the middle of the largest face, on the average. The page may not have
    /// drawn its latest answer yet: of the last three, the one whose place has least detail is the one that is drawn.
    /// </summary>
    private static async Task<double> DetailAsync(StudioPage live)
    {
        int[][] places =
        [
            .. live
                .LiveAnswers.Where(static answer =>
                    answer.TryGetProperty("detections", out JsonElement found) && found.GetArrayLength() > 0
                )
                .TakeLast(3)
                .Select(static answer =>
                    answer
                        .GetProperty("detections")
                        .EnumerateArray()
                        .MaxBy(static box => box.GetProperty("w").GetInt32())
                )
                .Select(static face =>
                    (
                        X: face.GetProperty("x").GetInt32(),
                        Y: face.GetProperty("y").GetInt32(),
                        Side: face.GetProperty("w").GetInt32()
                    )
                )
                .Select(static face => (int[])[face.X + face.Side / 4, face.Y + face.Side / 4, face.Side / 2]),
        ];
        return await live.Page.EvaluateAsync<double>(
            """
            (places) => {
              window.copied.drawImage(document.querySelector('.stage canvas'), 0, 0, 640, 480);
              return Math.min(...places.map(([x, y, side]) => {
                const { data } = window.copied.getImageData(x, y, side, side);
                let sum = 0;
                for (let i = 0; i + 4 < data.length; i += 4) sum += Math.abs(data[i] - data[i + 4]);
                return sum / (data.length / 4);
              }));
            }
            """,
            places
        );
    }

    private async Task AssertOnFacesAsync(IReadOnlyList<JsonElement> answers)
    {
        Box[] expected =
        [
            .. (await Samples.FacesOfAsync(browser.Clip))
                .SelectMany(static frame => frame)
                .Select(static found => found.Box),
        ];
        Box[] found =
        [
            .. answers
                .Where(static answer => answer.GetProperty("type").GetString() == "result")
                .SelectMany(static answer => answer.GetProperty("detections").EnumerateArray())
                .Select(static box => new Box(
                    box.GetProperty("x").GetInt32(),
                    box.GetProperty("y").GetInt32(),
                    box.GetProperty("w").GetInt32(),
                    box.GetProperty("h").GetInt32()
                )),
        ];
        Assert.NotEmpty(found);
        Assert.All(found, box => Assert.Contains(expected, face => face.IntersectionOverUnion(box) > 0.5));
    }
}
