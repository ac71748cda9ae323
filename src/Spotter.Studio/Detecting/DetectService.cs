using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;
using Spotter.Vision;

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
