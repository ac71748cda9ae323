using Spotter.Batches;
using Spotter.Cli.Parsing;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Windows;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter.Cli.Commands;

/// <summary>Keeps the one picture of a search, drawn, and shows it until its view is closed.</summary>
internal sealed class ShownPicture(AnnotatorOptions drawing) : IPictureSink
{
    // A view looks for keys between two pictures.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private BgrImage? _picture;
    private string _name = "";

    public void Accept(PictureSource source, PictureResult result, Frame frame)
    {
        _name = source.Name;
        _picture = frame.Bgr.Draw(result.Detections, drawing);
    }

    public async Task ShowAsync(ViewKind kind, CancellationToken cancellationToken)
    {
        if (_picture is null)
        {
            return;
        }

        await using ILiveView view = (await LiveViews.OpenAsync(kind, _name))!;
        while (!view.Closed.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            view.Show(_picture);
            await Task.WhenAny(view.Closed, Task.Delay(Interval, cancellationToken));
        }

        if (view.Closed.IsFaulted)
        {
            await view.Closed;
        }
    }
}
