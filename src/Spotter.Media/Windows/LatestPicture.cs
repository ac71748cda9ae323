using System.Collections.Concurrent;
using System.Threading.Channels;
using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>
/// Hands the newest picture from a fast producer to a slow viewer; what was not fetched in time is replaced.
/// </summary>
internal sealed class LatestPicture
{
    private const int KeptFree = 3;

    private readonly ConcurrentQueue<BgrImage> _free = new();
    private readonly Channel<BgrImage> _newest;

    public LatestPicture()
    {
        _newest = Channel.CreateBounded<BgrImage>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            Release
        );
    }

    /// <summary>Copies a picture and makes it the newest; never waits.</summary>
    public void Post(BgrImage picture)
    {
        BgrImage copy =
            _free.TryDequeue(out BgrImage? free) && free.Width == picture.Width && free.Height == picture.Height
                ? free
                : new BgrImage(picture.Width, picture.Height);
        picture.Pixels.AsSpan(0, picture.Width * picture.Height * 3).CopyTo(copy.Pixels);
        _newest.Writer.TryWrite(copy);
    }

    /// <summary>The newest picture, each time there is a new one, until <see cref="Complete"/>.</summary>
    public IAsyncEnumerable<BgrImage> ReadAllAsync(CancellationToken cancellationToken) =>
        _newest.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Gives the memory of a picture from <see cref="ReadAllAsync"/> back.</summary>
    public void Release(BgrImage picture)
    {
        if (_free.Count < KeptFree)
        {
            _free.Enqueue(picture);
        }
    }

    public void Complete() => _newest.Writer.TryComplete();
}
