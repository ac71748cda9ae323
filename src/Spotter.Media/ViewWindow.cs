using Spotter.Media.Windows;
using Spotter.Vision.Images;

namespace Spotter.Media;

/// <summary>
/// A window that a program shows pictures in, one after another, and that says when its viewer has had enough.
/// </summary>
/// <remarks>
/// <para>The window opens with the first picture. Where that one is of a video, q, Esc or the window's button closes
/// it; where it is a picture, any key does. Pictures that come after it was closed are not shown.</para>
/// <para>A video from a file plays at its own speed: <see cref="Show"/> waits where a frame comes early. It never waits
/// for a camera.</para>
/// <para>Not for several threads at once.</para>
/// </remarks>
/// <example>
/// <code>
/// using ViewWindow window = ViewWindow.Open("faces");
/// foreach (Frame frame in frames)
/// {
///     if (window.Show(frame) == Key.Q)
///     {
///         break;
///     }
/// }
/// </code>
/// </example>
public sealed class ViewWindow : IDisposable
{
    // A window looks for keys between two pictures.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly PlaybackPace _pace = new();
    private readonly Func<Frame, ILiveView> _open;
    private ILiveView? _view;
    private Frame? _shown;

    private ViewWindow(Func<Frame, ILiveView> open) => _open = open;

    /// <summary>A window that shows pictures in a view of another kind: a terminal, a page.</summary>
    /// <param name="view">It is closed with the window.</param>
    public ViewWindow(ILiveView view)
        : this(_ => view)
    {
        ArgumentNullException.ThrowIfNull(view);
        _view = view;
    }

    /// <summary>Prepares a window.</summary>
    /// <param name="title">What its title bar says.</param>
    /// <exception cref="Video.VideoException">There is no display, or the program ffplay is not installed.</exception>
    public static ViewWindow Open(string title)
    {
        FfplayWindow.Require(title);
        return new ViewWindow(first => FfplayWindow.Open(title, closesOnAnyKey: !first.IsOfVideo));
    }

    /// <summary>Shows a picture; what the frame holds is copied.</summary>
    /// <param name="frame">The picture; its size may change from one to the next.</param>
    /// <returns><see cref="Key.Q"/> once the viewer closed the window.</returns>
    /// <exception cref="Video.VideoException">The window could not be shown.</exception>
    public Key Show(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _view ??= _open(frame);
        if (frame.IsOfVideo && !_view.Closed.IsCompleted)
        {
            _pace.WaitAsync(frame.Timestamp, CancellationToken.None).GetAwaiter().GetResult();
        }

        _view.Show(frame.Bgr);
        _shown = frame;
        return Pressed();
    }

    /// <summary>
    /// Waits, with the last picture in the window, until the viewer closes it. Returns at once where nothing was shown
    /// or the window is closed.
    /// </summary>
    /// <exception cref="Video.VideoException">The window could not be shown.</exception>
    public void WaitKey()
    {
        while (_shown is { } frame && Pressed() == Key.None)
        {
            _view!.Show(frame.Bgr);
            _ = Task.WhenAny(_view.Closed, Task.Delay(Interval)).GetAwaiter().GetResult();
        }
    }

    /// <summary>Closes the window.</summary>
    public void Dispose() => _view?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Key Pressed()
    {
        if (!_view!.Closed.IsCompleted)
        {
            return Key.None;
        }

        _view.Closed.GetAwaiter().GetResult();
        return Key.Q;
    }
}

/// <summary>Shows pictures.</summary>
public static class PictureShowing
{
    /// <summary>Shows a picture in a window, and waits until a key closes it.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="title">What the window's title bar says.</param>
    /// <exception cref="Video.VideoException">There is no display, or the program ffplay is not installed.</exception>
    public static void Show(this Frame frame, string title = "picture")
    {
        ArgumentNullException.ThrowIfNull(frame);
        using ViewWindow window = ViewWindow.Open(title);
        window.Show(frame);
        window.WaitKey();
    }
}
