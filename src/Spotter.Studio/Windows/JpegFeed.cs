using System.Diagnostics;
using Spotter.Media.Windows;
using Spotter.Vision.Images;

namespace Spotter.Studio.Windows;

/// <summary>
/// Makes JPEG files of the newest pictures for whoever watches, without ever holding up where they come from.
/// </summary>
internal sealed class JpegFeed : IAsyncDisposable
{
    // Without anyone watching, a picture now and then is enough for whoever comes next.
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(1);

    private readonly LatestPicture _latest = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<BgrImage, byte[]> _encodeJpeg;

    /// <param name="encodeJpeg">Makes a JPEG file of a picture; called by one thread at a time.</param>
    public JpegFeed(Func<BgrImage, byte[]> encodeJpeg)
    {
        _encodeJpeg = encodeJpeg;
        Encoding = Task.Run(EncodeAsync);
    }

    /// <summary>Where the files go.</summary>
    public JpegBroadcast Broadcast { get; } = new();

    /// <summary>Completes by disposing; fails with what the encoder threw.</summary>
    public Task Encoding { get; }

    /// <summary>Copies a picture and makes it the newest; never waits.</summary>
    public void Post(BgrImage picture) => _latest.Post(picture);

    public async ValueTask DisposeAsync()
    {
        _latest.Complete();
        await _stop.CancelAsync();
        await Encoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task EncodeAsync()
    {
        var sinceLast = new Stopwatch();
        try
        {
            await foreach (BgrImage picture in _latest.ReadAllAsync(_stop.Token))
            {
                if (Broadcast.Watchers > 0 || !sinceLast.IsRunning || sinceLast.Elapsed > IdlePause)
                {
                    Broadcast.Publish(_encodeJpeg(picture));
                    sinceLast.Restart();
                }

                _latest.Release(picture);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
