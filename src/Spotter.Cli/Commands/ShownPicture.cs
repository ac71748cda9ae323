using Spotter.Batches;
using Spotter.Cli.Parsing;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Windows;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter.Cli.Commands;

/// <summary>Shows one picture until its view is closed: a window by any key.</summary>
internal sealed class ShownPicture(BgrImage picture, string name)
{
    // A view looks for keys between two pictures.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public async Task ShowAsync(ViewKind kind, CancellationToken cancellationToken)
    {
        await using ILiveView view = (await LiveViews.OpenAsync(kind, name, isPicture: true))!;
        while (!view.Closed.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            view.Show(picture);
            await Task.WhenAny(view.Closed, Task.Delay(Interval, cancellationToken));
        }

        if (view.Closed.IsFaulted)
        {
            await view.Closed;
        }
    }
}

/// <summary>Keeps the one picture of a search, drawn, to be shown.</summary>
internal sealed class DrawnPicture(AnnotatorOptions drawing) : IPictureSink
{
    /// <summary>Null where it could not be searched.</summary>
    public ShownPicture? Picture { get; private set; }

    public void Accept(PictureSource source, PictureResult result, Frame frame) =>
        Picture = new ShownPicture(frame.Bgr.DrawCopy(result.Detections, drawing), source.Name);
}
