using System.Diagnostics;

namespace Spotter.Tests.Support;

/// <summary>A display that exists only in memory (Xvfb), for as long as the tests need it.</summary>
public sealed class Screen : IAsyncLifetime
{
    private Process? _server;
    private string? _before;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Xvfb is Linux's");
        // The server chooses a free number and tells it. Without -noreset it starts anew, keyboard and all, whenever
        // its last client leaves: each time xdotool looks for a window that is not there yet.
        _server = Process.Start(
            new ProcessStartInfo(
                "Xvfb",
                ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset"]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _ = _server.StandardError.ReadToEndAsync();
        string? number = await _server.StandardOutput.ReadLineAsync().WaitAsync(Waiting.Patience);
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
    public static void PressKey(string id, string key) => XDoTool("windowfocus", id, "key", key);

    /// <summary>Waits for the window and gives it the keyboard; answers its number.</summary>
    public static async Task<string> FindWindowAsync(string title)
    {
        string id = "";
        await Waiting.UntilAsync(
            () => (id = XDoTool("search", "--onlyvisible", "--name", title).Split('\n')[0].Trim()).Length > 0,
            $"no windows of the title {title}"
        );
        XDoTool("windowfocus", "--sync", id);
        return id;
    }

    /// <summary>What a window shows, as the bytes of a PNG file; empty where it has gone.</summary>
    public static byte[] Capture(string id)
    {
        using Process tool = Process.Start(
            new ProcessStartInfo("import", ["-window", id, "png:-"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _ = tool.StandardError.ReadToEndAsync();
        var png = new MemoryStream();
        tool.StandardOutput.BaseStream.CopyTo(png);
        return png.ToArray();
    }

    /// <summary>Presses a key until the process ends, as people do; answers whether it ended.</summary>
    public static async Task<bool> CloseAsync(string id, string key, Func<bool> hasEnded, CancellationToken stop)
    {
        for (int presses = 0; presses < 12 && !hasEnded(); presses++)
        {
            // ffplay ignores keys until its first frame is decoded.
            PressKey(id, key);
            for (int waits = 0; waits < 10 && !hasEnded(); waits++)
            {
                await Task.Delay(100, stop);
            }
        }

        return hasEnded();
    }

    private static string XDoTool(params string[] arguments)
    {
        using Process tool = Process.Start(
            new ProcessStartInfo("xdotool", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _ = tool.StandardError.ReadToEndAsync();
        Task<string> output = tool.StandardOutput.ReadToEndAsync();
        if (!tool.WaitForExit(5000))
        {
            tool.Kill();
            return "";
        }

        return output.Result;
    }
}
