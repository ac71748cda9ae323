using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Detecting;

/// <summary>Reads and searches pictures within the studio's limits.</summary>
internal sealed class DetectService(
    StudioLimits limits,
    ByteBudget budget,
    FairScheduler scheduler,
    StudioMetrics metrics
)
{
    private readonly PictureLoadOptions _loading = new() { MaxPixels = limits.PicturePixels };

    /// <exception cref="ProblemException">Too many wait already.</exception>
    public void CheckRoom()
    {
        if (scheduler.Waiting >= limits.WaitingSearches)
        {
            throw ProblemException.TooMany($"{limits.WaitingSearches} searches wait already; try again in a moment");
        }
    }

    public Task<PictureBody> ReadAsync(HttpRequest request) =>
        PictureBody.ReadAsync(request, budget, limits.PictureBytes);

    /// <summary>Reads a picture and works on it when its turn comes.</summary>
    /// <param name="lane">Whose turn it takes.</param>
    /// <param name="body">The picture; it must live until the task has ended.</param>
    /// <param name="work">What is done with it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PictureException">The bytes are no picture within the limit.</exception>
    public Task<T> RunAsync<T>(
        string lane,
        PictureBody body,
        Func<Frame, T> work,
        CancellationToken cancellationToken
    ) => scheduler.RunAsync(lane, () => work(Picture.Load(body.Bytes, _loading)), cancellationToken);

    /// <param name="lane">Whose turn it takes.</param>
    /// <param name="body">The picture; it must live until the task has ended.</param>
    /// <param name="detector">What to look for.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    public async Task<SearchedPicture> SearchAsync(
        string lane,
        PictureBody body,
        IDetector detector,
        DetectionOptions options,
        CancellationToken cancellationToken
    )
    {
        SearchedPicture searched = await scheduler.RunAsync(
            lane,
            () => SearchedPicture.Search(body.Bytes, detector, options, _loading, cancellationToken),
            cancellationToken
        );
        metrics.CountPicture(searched.SearchMilliseconds);
        return searched;
    }
}
