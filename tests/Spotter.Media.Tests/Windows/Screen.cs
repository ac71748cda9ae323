using System.Diagnostics;
using Spotter.Media.Tests.Video;

namespace Spotter.Media.Tests.Windows;

/// <summary>A display that exists only in memory (Xvfb), for as long as the tests need it.</summary>
public sealed class Screen : IAsyncLifetime
{
    private Process? _server;
    private string? _before;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Xvfb is Linux's");
        // The server chooses a free number and tells it.
        _server = Process.Start(new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _ = _server.StandardError.ReadToEndAsync();
        string? number = await _server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _before = Environment.GetEnvironmentVariable("DISPLAY");
        Environment.SetEnvironmentVariable("DISPLAY", ":" + number);
        // SDL shows on X even where the machine has a Wayland session.
        Environment.SetEnvironmentVariable("SDL_VIDEODRIVER", "x11");
    }

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("DISPLAY", _before);
        Environment.SetEnvironmentVariable("SDL_VIDEODRIVER", null);
        _server?.Kill();
        _server?.WaitForExit(5000);
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Presses a key in a window. That the window has gone in the meantime is no error.</summary>
    public static void PressKey(string id, string key)
    {
        using Process press = Process.Start(new ProcessStartInfo("xdotool", ["windowfocus", id, "key", key]) { UseShellExecute = false, RedirectStandardError = true })!;
        if (!press.WaitForExit(5000))
        {
            press.Kill();
        }
    }

    /// <summary>Waits for the window and gives it the keyboard; answers its number.</summary>
    public static async Task<string> FindWindowAsync(string title)
    {
        for (int tries = 0; tries < 150; tries++)
        {
            using Process search = Process.Start(new ProcessStartInfo("xdotool", ["search", "--onlyvisible", "--name", title]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            string id = (await search.StandardOutput.ReadToEndAsync()).Trim();
            if (id.Length > 0)
            {
                Clips.Run("xdotool", "windowfocus", "--sync", id.Split('\n')[0]);
                return id.Split('\n')[0];
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"no window '{title}' appeared");
    }
}
