using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>A place where people watch the pictures as they come: a window, a browser page, a terminal.</summary>
/// <remarks>
/// A view never holds up what it shows: when it is slower than the pictures come, it leaves pictures out. Disposing it
/// closes it; no process, port or changed terminal is left behind.
/// </remarks>
public interface ILiveView : IAsyncDisposable
{
    /// <summary>
    /// Completes when the viewer closed the view (q, Q or Esc, or the window's own button). It fails with a
    /// <see cref="Video.VideoException"/> when the view could not be shown. It does not complete by disposing.
    /// </summary>
    Task Closed { get; }

    /// <summary>
    /// Shows a picture as soon as the view is ready for it. It is copied; a view that is closed ignores it.
    /// </summary>
    /// <param name="picture">The picture; its size may change from one to the next.</param>
    void Show(BgrImage picture);
}
