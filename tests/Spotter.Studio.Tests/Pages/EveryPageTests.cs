using Microsoft.Playwright;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>What holds for every view.</summary>
[Collection(nameof(RealBrowser))]
public sealed class EveryPageTests(CameraBrowser browser, SharedStudio studio)
{
    public static TheoryData<string> Views => ["live", "files", "compare", "learn", "label", "explain"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_OnAPhone_FitsItsWidth(string view)
    {
        await using StudioPage phone = await StudioPage.OpenAsync(browser, studio.Running, view, PageOptions.Phone);
        await phone.Page.WaitForSelectorAsync("h1");
        Assert.True(
            await phone.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
            "the page is wider than the phone"
        );
        Assert.InRange((await phone.Page.Locator(".tabs").BoundingBoxAsync())!.Y, 700, 844);
        await phone.KeepAsync($"phone-{view}");
        phone.AssertNoComplaints();
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_OnAnyScreen_HasNothingThatAxeFinds(string view)
    {
        foreach (PageOptions screen in (PageOptions[])[new(), PageOptions.Phone])
        {
            foreach (bool isDark in (bool[])[false, true])
            {
                await using StudioPage page = await StudioPage.OpenAsync(
                    browser,
                    studio.Running,
                    view,
                    screen with
                    {
                        IsDark = isDark,
                    }
                );
                await page.Page.WaitForSelectorAsync("h1");
                await page.AssertAccessibleAsync($"{view}, {screen.Width} wide, {(isDark ? "dark" : "light")}");
                page.AssertNoComplaints();
            }
        }
    }

    [Fact]
    public async Task SkipLink_Pressed_GoesToTheContentOfTheViewThatIsShown()
    {
        await using StudioPage page = await StudioPage.OpenAsync(browser, studio.Running, "files");
        await page.Page.WaitForSelectorAsync("h1");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Equal("Files", await page.Page.InnerTextAsync("h1"));
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.True(
            await page.Page.EvaluateAsync<bool>("() => document.activeElement.closest('main') !== null"),
            "the focus is not in the content"
        );
        page.AssertNoComplaints();
    }

    [Fact]
    public async Task Slider_Moved_SaysItsValueInWords()
    {
        await using StudioPage page = await StudioPage.OpenAsync(browser, studio.Running, "live");
        ILocator slider = page.Page.GetByLabel("Min size");
        Assert.Equal("60 px", await slider.GetAttributeAsync("aria-valuetext"));
        await slider.FillAsync("0");
        Assert.Equal("default", await slider.GetAttributeAsync("aria-valuetext"));
        page.AssertNoComplaints();
    }

    [Fact]
    public async Task Toast_Shown_CoversNothing()
    {
        await using StudioPage page = await StudioPage.OpenAsync(
            browser,
            studio.Running,
            "live",
            new PageOptions { HasCamera = false }
        );
        await page.Page.ClickAsync("#camera-start");
        await page.Page.WaitForSelectorAsync(".toast.problem");
        Assert.True(
            await page.Page.EvaluateAsync<bool>(
                "() => document.querySelector('.toast').getBoundingClientRect().bottom <= "
                    + "document.querySelector('main').getBoundingClientRect().top"
            ),
            "it covers content"
        );
        await page.Page.ClickAsync(".toast [aria-label='Close the message']");
        await page.UntilAsync("!document.querySelector('.toast')");
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_InTheDark_IsReadableAndItsControlsHaveNames(string view)
    {
        await using StudioPage dark = await StudioPage.OpenAsync(
            browser,
            studio.Running,
            view,
            new PageOptions { IsDark = true }
        );
        await dark.Page.WaitForSelectorAsync("h1");
        string[] nameless = await dark.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, a, input, select, canvas, [role=button]')]
              .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.title))
              .map((e) => e.outerHTML.slice(0, 120))
            """
        );
        Assert.Empty(nameless);
        foreach (string scheme in (string[])["dark", "light"])
        {
            string[] faint = await dark.Page.EvaluateAsync<string[]>(FaintTexts);
            Assert.True(faint.Length == 0, $"{scheme}: {string.Join("; ", faint)}");
            await dark.KeepAsync($"{scheme}-{view}");
            await dark.Page.ClickAsync("#theme");
        }

        dark.AssertNoComplaints();
    }

    [Fact]
    public async Task Keyboard_Alone_ReachesTheContentAndEveryView()
    {
        await using StudioPage page = await StudioPage.OpenAsync(browser, studio.Running, "live");
        await page.Page.WaitForSelectorAsync("h1");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal(
            "Skip to the content",
            await page.Page.EvaluateAsync<string>("() => document.activeElement.textContent")
        );
        for (int i = 0; i < 4; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal(
            "Compare",
            await page.Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()")
        );
        Assert.NotEqual(
            "none",
            await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle")
        );
        await page.Page.Keyboard.PressAsync("Enter");
        await page.UntilAsync("document.querySelector('h1').textContent === 'Compare'");
        page.AssertNoComplaints();
    }

    [Fact]
    public async Task Tool_Started_ShowsThePage()
    {
        string sandbox = Directory.CreateTempSubdirectory("spotter-start-").FullName;
        await using (StudioProcess tool = await StudioProcess.StartAsync(sandbox))
        {
            await using StudioPage page = await StudioPage.OpenAsync(browser, tool.Address);
            await page.Page.WaitForSelectorAsync("#camera-start");
            page.AssertNoComplaints();
        }

        Directory.Delete(sandbox, recursive: true);
    }

    [Fact]
    public async Task Lan_OpenedByTheAddressOfTheCode_WorksAndHidesTheToken()
    {
        await using RunningStudio lan = await RunningStudio.StartAsync(isOnLan: true);
        await using StudioPage page = await StudioPage.OpenAsync(browser, lan.LanAddress!, PageOptions.Phone);
        await page.Page.ClickAsync("#camera-start");
        await page.UntilAsync("Number(document.querySelectorAll('.gauge b')[2]?.textContent) > 0");
        Assert.DoesNotContain("token", page.Page.Url, StringComparison.Ordinal);
        await page.KeepAsync("phone-live-camera");
        page.AssertNoComplaints();

        await using StudioPage stranger = await StudioPage.OpenAsync(browser, new Uri(lan.LanAddress!, "/"));
        await stranger.UntilAsync("document.querySelector('h1')?.textContent === 'Token needed'");
    }

    // Texts whose contrast to what is behind them is below what WCAG 2.2 asks for (4.5, or 3 for large ones).
    private const string FaintTexts = """
        () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = (c) => { const [r, g, b] = c.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = (e) => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255, 255]; };
          const faint = [];
          for (const e of document.querySelectorAll('body *')) {
            const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join('');
            if (!text || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || e.disabled || e.closest('.stage, .visually-hidden, option, noscript')) continue;
            const style = getComputedStyle(e);
            const [a, b] = [light(rgba(style.color)), light(behind(e))].sort((x, y) => y - x);
            const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
            if ((a + 0.05) / (b + 0.05) < (isLarge ? 3 : 4.5)) faint.push(`${text.slice(0, 40)} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
          }
          return faint;
        }
        """;
}
