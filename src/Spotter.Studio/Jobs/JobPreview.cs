using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Media.Windows;
using Spotter.Studio.Windows;
using Spotter.Vision.Images;

namespace Spotter.Studio.Jobs;

/// <summary>Shows the frames of a video as they are finished, to whoever watches.</summary>
internal sealed class JobPreview : ILiveView
{
    private const int Width = 960;
    private static readonly PictureSaveOptions Saving = new() { Quality = 80 };

    private readonly JpegFeed _feed = new(static picture =>
        picture.LimitWidth(Width).Encode(PictureFormat.Jpeg, Saving)
    );
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Never: no watcher ends the job.</summary>
    public Task Closed => _closed.Task;

    public JpegBroadcast Frames => _feed.Broadcast;

    public void Show(BgrImage picture) => _feed.Post(picture);

    public ValueTask DisposeAsync() => _feed.DisposeAsync();
}
