using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Spotter.Studio.Tests.Support;

/// <summary>
/// A page of a studio in a browser of its own: with cookies, and so a session, that no other test sees. What it
/// complains about, and what it asks others for, is kept.
/// </summary>
internal sealed class StudioPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly List<string> _complaints = [];
    private readonly List<JsonElement> _answers = [];

    private StudioPage(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        _address = address;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>What the studio answered on live connections so far.</summary>
    public IReadOnlyList<JsonElement> LiveAnswers
    {
        get
        {
            lock (_answers)
            {
                return [.. _answers];
            }
        }
    }

    /// <summary>Opens a view.</summary>
    public static Task<StudioPage> OpenAsync(
        CameraBrowser browser,
        RunningStudio studio,
        string view,
        PageOptions? options = null
    ) => OpenAsync(browser, new Uri($"{studio.Address}#/{view}"), options);

    /// <summary>Opens an address of a studio.</summary>
    public static async Task<StudioPage> OpenAsync(CameraBrowser browser, Uri address, PageOptions? options = null)
    {
        options ??= new PageOptions();
        IBrowserContext context = await (await browser.GetAsync()).NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = options.Width, Height = options.Height },
                ColorScheme = options.IsDark ? ColorScheme.Dark : ColorScheme.Light,
                Permissions = options.HasCamera ? ["camera"] : [],
                AcceptDownloads = true,
                IgnoreHTTPSErrors = true,
            }
        );
        context.SetDefaultTimeout((float)Waiting.Patience.TotalMilliseconds);
        var opened = new StudioPage(context, await context.NewPageAsync(), address);
        opened.Watch();
        await opened.Page.GotoAsync(address.AbsoluteUri);
        return opened;
    }

    /// <summary>Waits until something of the page holds.</summary>
    /// <param name="holds">JavaScript: an expression.</param>
    public async Task UntilAsync(string holds)
    {
        try
        {
            await Page.WaitForFunctionAsync($"() => {holds}");
        }
        catch (TimeoutException)
        {
            string[] said = await Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('.toast, .gauge, [role=status]')].map((element) => "
                    + "element.textContent)"
            );
            Assert.Fail(
                $"it did not come to hold: {holds}\nthe page says: {string.Join(" | ", said)}\nthe console says: "
                    + $"{string.Join(" | ", _complaints)}"
            );
        }
    }

    /// <summary>Waits until the studio has answered this many more frames of the live view.</summary>
    public Task UntilAnswersAsync(int more)
    {
        int enough = LiveAnswers.Count + more;
        return Waiting.UntilAsync(() => LiveAnswers.Count >= enough, "too few answers on live connections");
    }

    /// <summary>Keeps a picture of the page to look at, where the build keeps such things.</summary>
    public Task KeepAsync(string name, bool isWhole = false) =>
        Page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Repository.Root, "artifacts", "tests", "studio", $"{name}.png"),
                FullPage = isWhole,
            }
        );

    /// <summary>What axe finds wrong with the page as it is: nothing.</summary>
    public async Task AssertAccessibleAsync(string where)
    {
        AxeResult result = await Page.RunAxe();
        string[] found =
        [
            .. result.Violations.SelectMany(static rule =>
                rule.Nodes.Select(node => $"{rule.Id} ({rule.Impact}): {node.Target}: {node.Html}")
            ),
        ];
        Assert.True(found.Length == 0, $"{where}: {string.Join("\n", found)}");
    }

    /// <summary>Whatever a click saves.</summary>
    public async Task<byte[]> DownloadAsync(string selector)
    {
        IDownload download = await Page.RunAndWaitForDownloadAsync(() => Page.ClickAsync(selector));
        return await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    public void AssertNoComplaints() => Assert.Empty(_complaints);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        Page.PageError += (_, error) => _complaints.Add(error);
        Page.Request += (_, request) =>
        {
            var asked = new Uri(request.Url);
            if (asked.Scheme is "http" or "https" && asked.Authority != _address.Authority)
            {
                _complaints.Add($"asks {request.Url}");
            }
        };
        Page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
            {
                lock (_answers)
                {
                    _answers.Add(JsonDocument.Parse(frame.Text!).RootElement);
                }
            };
    }
}

/// <summary>What kind of screen a page is on, and what it may use.</summary>
internal sealed record PageOptions
{
    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 860;

    public bool IsDark { get; init; }

    public bool HasCamera { get; init; } = true;

    public static PageOptions Phone { get; } = new() { Width = 390, Height = 844 };
}
