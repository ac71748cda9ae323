using System.Globalization;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Media.Video.Nut;
using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>
/// A real window, by the program ffplay: q, Q, Esc or the window's button closes it, or, where that is asked for, any
/// key.
/// </summary>
/// <remarks>
/// The window has the size of the first picture, at most <see cref="MaxWindowWidth"/> wide and
/// <see cref="MaxWindowHeight"/> high; later pictures of another size are fitted in. It opens with the first picture.
/// The keys f (full screen) and p (pause) work too, where not any key closes it.
/// </remarks>
public sealed class FfplayWindow : ILiveView
{
    /// <summary>A wider picture is shown smaller.</summary>
    private const int MaxWindowWidth = 1600;

    /// <summary>A higher picture is shown smaller.</summary>
    private const int MaxWindowHeight = 900;

    // ffplay shows a frame at its time; times that pass much faster than frames come make every frame due at once, so
    // that it never waits and nothing piles up.
    private static readonly TimeSpan TimeStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly LatestPicture _latest = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _program;
    private readonly string _title;
    private readonly bool _closesOnAnyKey;
    private readonly Task _running;
    private int _disposed;

    private FfplayWindow(string program, string title, bool closesOnAnyKey)
    {
        _program = program;
        _title = title;
        _closesOnAnyKey = closesOnAnyKey;
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public Task Closed => _closed.Task;

    /// <summary>Prepares a window.</summary>
    /// <param name="title">What its title bar says.</param>
    /// <param name="closesOnAnyKey">Whether any key closes it, as suits a picture, and not only q and Esc.</param>
    /// <exception cref="VideoException">There is no display, or ffplay is not installed.</exception>
    public static FfplayWindow Open(string title, bool closesOnAnyKey = false)
    {
        Require(title);
        return new FfplayWindow(FfmpegPrograms.Ffplay, title, closesOnAnyKey);
    }

    /// <summary>Checks that a window can be opened, without opening one.</summary>
    internal static void Require(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        if (!Display.IsAvailable)
        {
            throw new VideoException(
                SpotterErrorKind.Device,
                "there is no display to open a window on; a TerminalView shows frames in the terminal"
            );
        }

        _ = FfmpegPrograms.Ffplay;
    }

    /// <inheritdoc/>
    public void Show(BgrImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (!_closed.Task.IsCompleted)
        {
            _latest.Post(picture);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _latest.Complete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        ToolProcess? window = null;
        Task watching = Task.CompletedTask;
        NutWriter? nut = null;
        BgrImage? fitted = null;
        long shown = 0;
        try
        {
            await foreach (BgrImage picture in _latest.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                if (window is null || nut is null || fitted is null)
                {
                    fitted = new BgrImage(picture.Width, picture.Height);
                    window = ToolProcess.Start(_program, Arguments(picture), reach: null, takesInput: true);
                    watching = WatchAsync(window);
                    nut = new NutWriter(window.Input, NutFormat.PackedBgr, picture.Width, picture.Height, (1, 1), 1000);
                }

                BgrImage sized = picture;
                if (picture.Width != fitted.Width || picture.Height != fitted.Height)
                {
                    FrameFit.Fit(picture, fitted);
                    sized = fitted;
                }

                // A window that is paused does not read; disposing must not wait for it.
                using (_stop.Token.Register(static w => ((ToolProcess)w!).Kill(), window))
                {
                    int length = sized.Width * sized.Height * 3;
                    nut.WriteHeader(TimeStep * shown++, length);
                    nut.WritePixels(sized.Pixels.AsSpan(0, length));
                }

                _latest.Release(picture);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (VideoException e)
        {
            _closed.TrySetException(e);
        }
        catch (IOException)
        {
            // The window was closed; WatchAsync says so.
        }

        if (window is not null)
        {
            await CloseAsync(window, watching).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(ToolProcess window)
    {
        int exitCode = await window.WaitAsync().ConfigureAwait(false);
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        if (exitCode == 0)
        {
            _closed.TrySetResult();
        }
        else
        {
            _closed.TrySetException(
                new VideoException(
                    SpotterErrorKind.Device,
                    $"the window could not be shown: {ToolMessages.Explain(window.Complaints).Meaning}"
                )
            );
        }
    }

    private static async Task CloseAsync(ToolProcess window, Task watching)
    {
        window.CloseInput();
        try
        {
            await window.WaitAsync().WaitAsync(ClosePatience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            window.Kill();
        }

        // Whoever watches asks the process how it ended, which a disposed one no longer tells.
        await watching.ConfigureAwait(false);
        await window.DisposeAsync().ConfigureAwait(false);
    }

    private List<string> Arguments(BgrImage picture)
    {
        List<string> arguments =
        [
            "-hide_banner",
            "-nostats",
            "-v",
            "error",
            "-an",
            "-sn",
            "-noframedrop",
            "-autoexit",
            "-probesize",
            "32",
            "-window_title",
            _title,
        ];
        if (_closesOnAnyKey)
        {
            arguments.Add("-exitonkeydown");
        }

        double scale = Math.Min((double)MaxWindowWidth / picture.Width, (double)MaxWindowHeight / picture.Height);
        if (scale < 1)
        {
            arguments.AddRange(["-x", Scaled(picture.Width), "-y", Scaled(picture.Height)]);
        }

        arguments.AddRange(ToolInput.Frames.Arguments);
        return arguments;

        string Scaled(int length) => Math.Max(1, (int)(length * scale)).ToString(CultureInfo.InvariantCulture);
    }
}
