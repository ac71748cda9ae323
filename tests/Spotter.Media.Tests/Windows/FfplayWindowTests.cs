using System.Diagnostics;
using Spotter.Media.Tests.Video;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Windows;

[Collection("display")]
public sealed class FfplayWindowTests(Screen screen, Clips clips) : IClassFixture<Screen>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("q")]
    [InlineData("Q")]
    [InlineData("Escape")]
    public async Task Show_KeyInTheWindow_ClosesItAndLeavesNoProcess(string key)
    {
        Assert.NotNull(screen);

        // A display that has just started sometimes delivers no keys to its first window at all; another window gets
        // them.
        bool isClosed = false;
        for (int windows = 0; windows < 10 && !isClosed; windows++)
        {
            isClosed = await ClosesOnAsync(key, $"spotter test {key} {windows} {Environment.ProcessId}");
        }

        Assert.True(isClosed);
    }

    private static async Task<bool> ClosesOnAsync(string key, string title)
    {
        await using FfplayWindow window = FfplayWindow.Open(title);
        using var showing = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task pump = PumpAsync(window, Plain(160, 120, 200), showing.Token);
        string id = await Screen.FindWindowAsync(title);
        Assert.False(window.Closed.IsCompleted);

        bool isClosed = await Screen.CloseAsync(id, key, () => window.Closed.IsCompleted, Stop);
        await showing.CancelAsync();
        await pump;
        if (isClosed)
        {
            await window.Closed;
            Assert.Empty(Players(title));
        }

        return isClosed;
    }

    [Fact]
    public async Task Show_OnePicture_IsSeenInItsColour()
    {
        string title = $"spotter picture {Environment.ProcessId}";
        string shot = clips.Path("shot.png");
        await using FfplayWindow window = FfplayWindow.Open(title);
        window.Show(Plain(160, 120, 200));
        string id = await Screen.FindWindowAsync(title);
        await Waiting.UntilAsync(
            () =>
            {
                Clips.Run("import", "-window", id, shot);
                int[] colours =
                [
                    .. Clips
                        .Run(
                            "convert",
                            shot,
                            "-format",
                            "%[fx:int(255*p{80,60}.b+.5)],%[fx:int(255*p{80,60}.r+.5)]",
                            "info:"
                        )
                        .Split(',')
                        .Select(int.Parse),
                ];
                return Math.Abs(colours[0] - 200) < 8 && colours[1] < 8;
            },
            "other colours than 200 of blue and no red"
        );
    }

    [Fact]
    public async Task Dispose_OpenWindow_ClosesItWithoutClosed()
    {
        string title = $"spotter dispose {Environment.ProcessId}";
        FfplayWindow window = FfplayWindow.Open(title);
        window.Show(Plain(160, 120, 90));
        await Screen.FindWindowAsync(title);

        await window.DisposeAsync();

        Assert.False(window.Closed.IsCompleted);
        Assert.Empty(Players(title));
    }

    [Fact]
    public async Task Show_WindowThatIsPaused_NeverWaits()
    {
        string title = $"spotter paused {Environment.ProcessId}";
        await using FfplayWindow window = FfplayWindow.Open(title);
        BgrImage picture = Plain(640, 480, 90);
        window.Show(picture);
        await Screen.FindWindowAsync(title);
        Clips.Run("xdotool", "key", "p");
        for (int i = 0; i < 100; i++)
        {
            // As a camera delivers them, so that the window's pipe fills.
            await Task.Run(() => window.Show(picture), Stop).WaitAsync(Waiting.Patience, Stop);
            await Task.Delay(5, Stop);
        }

        await window.DisposeAsync().AsTask().WaitAsync(Waiting.Patience, Stop);
        Assert.Empty(Players(title));
    }

    [Fact]
    public async Task Show_DisplayThatDoesNotAnswer_FailsWithOneLine()
    {
        string? display = Environment.GetEnvironmentVariable("DISPLAY");
        Environment.SetEnvironmentVariable("DISPLAY", ":987");
        try
        {
            await using FfplayWindow window = FfplayWindow.Open("nowhere");
            window.Show(Plain(32, 32, 1));

            var e = await Assert.ThrowsAsync<VideoException>(() => window.Closed.WaitAsync(Waiting.Patience, Stop));

            Assert.Equal(SpotterErrorKind.Device, e.Kind);
            Assert.DoesNotContain('\n', e.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DISPLAY", display);
        }
    }

    [Fact]
    public void Open_NoDisplay_SaysWhatElseThereIs()
    {
        string? display = Environment.GetEnvironmentVariable("DISPLAY");
        string? wayland = Environment.GetEnvironmentVariable("WAYLAND_DISPLAY");
        try
        {
            Assert.True(Display.IsAvailable);
            Environment.SetEnvironmentVariable("DISPLAY", null);
            Environment.SetEnvironmentVariable("WAYLAND_DISPLAY", null);

            Assert.False(Display.IsAvailable);
            var e = Assert.Throws<VideoException>(() => FfplayWindow.Open("x"));
            Assert.Equal(SpotterErrorKind.Device, e.Kind);
            Assert.Contains("terminal", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DISPLAY", display);
            Environment.SetEnvironmentVariable("WAYLAND_DISPLAY", wayland);
        }
    }

    private static BgrImage Plain(int width, int height, byte blue)
    {
        var picture = new BgrImage(width, height);
        for (int i = 0; i < picture.Pixels.Length; i += 3)
        {
            picture.Pixels[i] = blue;
        }

        return picture;
    }

    private static async Task PumpAsync(FfplayWindow window, BgrImage picture, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            window.Show(picture);
            await Task.Delay(30, CancellationToken.None);
        }
    }

    private static string[] Players(string title) =>
        [
            .. Process
                .GetProcessesByName("ffplay")
                .Select(static player => Waiting.TryRead($"/proc/{player.Id}/cmdline"))
                .Where(line => line.Contains(title, StringComparison.Ordinal)),
        ];
}
