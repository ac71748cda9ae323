using Spotter.Apps.Batches;
using Spotter.Apps.Results;
using Spotter.Apps.Sources;
using Spotter.Cli.Parsing;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Windows;
using Spotter.Vision.Images;

namespace Spotter.Cli.Commands;

/// <summary>Keeps the one picture of a search, drawn, and shows it until its view is closed.</summary>
internal sealed class ShownPicture(AnnotatorOptions drawing) : IPictureSink
{
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

        await using ILiveView view = LiveViews.Open(kind, _name)!;
        view.Show(_picture);
        try
        {
            await view.Closed.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Looked at for long enough.
        }
    }
}
