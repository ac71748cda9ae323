using System.Globalization;
using Spotter.Applications;
using Spotter.Media.Video;
using Spotter.Results;
using Spotter.Searching;
using Spotter.Shards;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>
/// Searches a part of a video and keeps what a detector finds in each of its frames. Nothing is followed: that is done
/// once for the whole video, when all parts are there, and comes to what one run comes to (<see cref="SeenFrames"/>).
/// </summary>
/// <remarks>
/// Reading begins before the part: at the key frame before, as video does, and with a frame to compare the first one
/// with, to see a cut. A task that was killed goes on after the last frame that was kept.
/// </remarks>
internal sealed class VideoPartRun
{
    // So much is read before a part, where pictures come at least so often. Behind it, so that a frame that comes late
    // is not missed.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(1);

    private readonly VideoRunPlan _plan;
    private readonly VideoPart _part;
    private readonly ShardJournal _journal;
    private readonly SceneCut? _cuts;

    private VideoPartRun(VideoRunPlan plan, VideoPart part, ShardJournal journal)
    {
        (_plan, _part, _journal) = (plan, part, journal);
        _cuts = plan.WatchesCuts ? new SceneCut() : null;
    }

    /// <summary>Searches a part.</summary>
    /// <param name="application">What to look for.</param>
    /// <param name="part">The part.</param>
    /// <param name="options">How to read and search.</param>
    /// <param name="journal">Keeps what is found; it has the answer afterwards, but where the run was stopped.</param>
    /// <param name="progress">Told the time of each frame.</param>
    /// <param name="cancellationToken">Ends it after the frames in work.</param>
    /// <returns>Why the part cannot be read to its end, which is its answer then; null where it can.</returns>
    public static async Task<string?> RunAsync(
        Application application,
        VideoPart part,
        VideoRunOptions options,
        ShardJournal journal,
        Action<TimeSpan>? progress,
        CancellationToken cancellationToken
    )
    {
        journal.Begin(part.Name);
        var run = new VideoPartRun(new VideoRunPlan(application.AsDrawn(), options), part, journal);
        VideoException? broken;
        try
        {
            broken = await run.RunAsync(progress, cancellationToken);
        }
        catch (VideoException e) when (IsOfVideo(e))
        {
            broken = e;
        }

        if (broken is not null)
        {
            journal.Fail(part.Name, broken.Message);
        }

        return broken?.Message;
    }

    // A missing program or a wrong option is none of the video's, and no answer.
    private static bool IsOfVideo(VideoException e) => e.Kind is SpotterErrorKind.Damaged or SpotterErrorKind.Missing;

    /// <returns>Where the video is damaged, if it is.</returns>
    private async Task<VideoException?> RunAsync(Action<TimeSpan>? progress, CancellationToken cancellationToken)
    {
        TimeSpan? last = _journal.LastFrameOf(_part);
        VideoReadOptions wanted = _plan.Options.Reading;
        TimeSpan start = Max(
            wanted.Start,
            (last ?? _part.Start) - (last is null && _part.Index == 0 ? default : Before)
        );
        VideoReadOptions reading = wanted with
        {
            Pixels = _plan.Application.Detector.UsesColor ? PixelMode.Color : PixelMode.Gray,
            Start = start,
            Duration =
                _part.End is { } end ? end - start + Behind
                : wanted.Duration is { } length ? wanted.Start + length - start
                : null,
            MayBeEmpty = _part.Index > 0 || last is not null,
        };
        await using VideoReader reader = await VideoReader.OpenAsync(_part.Video.Source, reading, cancellationToken);
        DetectionOptions? detection = null;
        int threads = _plan.Options.Detection.Threads ?? Environment.ProcessorCount;
        long count = _journal.FramesOf(_part) * _plan.ReadStride;
        int stride = Math.Max(_plan.ReadStride, _plan.SearchStride);
        var waiting = new Queue<Task<SearchedFrame>>();
        VideoException? broken = null;
        try
        {
            await foreach (Frame frame in reader.WithCancellation(cancellationToken))
            {
                bool isCut = _cuts?.IsAt(frame.Gray) == true;
                if (frame.Timestamp < _part.Start || frame.Timestamp <= last)
                {
                    reader.Recycle(frame);
                    continue;
                }

                if (frame.Timestamp >= _part.End)
                {
                    break;
                }

                detection ??= DetectionFor(frame, threads);
                bool isSearched = count++ % stride == 0;
                if (!isSearched && _plan.ReadStride > 1)
                {
                    reader.Recycle(frame);
                    continue;
                }

                waiting.Enqueue(
                    isSearched
                        ? Task.Run(() => Search(frame, detection) with { IsCut = isCut }, CancellationToken.None)
                        : Task.FromResult(new SearchedFrame(frame, null, 0) { IsCut = isCut })
                );
                if (waiting.Count > threads)
                {
                    Keep(reader, await waiting.Dequeue(), progress);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The frames in work are kept; the next task goes on after them.
        }
        catch (VideoException e) when (IsOfVideo(e))
        {
            // So are those before the place where a video is damaged, as in one run.
            broken = e;
        }
        finally
        {
            // Whatever ends here: nobody is left searching.
            await Task.WhenAll((IEnumerable<Task>)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (waiting.TryDequeue(out Task<SearchedFrame>? search))
        {
            Keep(reader, await search, progress);
        }

        if (broken is null && !cancellationToken.IsCancellationRequested)
        {
            _journal.Answer(
                _part.Name,
                new PartJson(_part.Name, _journal.FramesOf(_part)),
                ResultJson.Readable.PartJson
            );
        }

        return broken;
    }

    private DetectionOptions DetectionFor(Frame frame, int threads)
    {
        VideoRunOptions options = _plan.Options;
        string? outside = RegionCheck.Complain(
            options.Detection,
            _part.Video.Source.DisplayName,
            "its frames",
            frame.Width,
            frame.Height
        );
        return outside is null
            ? _plan.DetectionOf(frame.Width, frame.Height) with
            {
                Threads = 1,
            }
            : throw new VideoException(SpotterErrorKind.Usage, outside);
    }

    private SearchedFrame Search(Frame frame, DetectionOptions detection)
    {
        try
        {
            return new SearchedFrame(frame, _plan.Application.Detector.Detect(frame, detection), 0);
        }
#pragma warning disable CA1031 // as in one run: it is kept why nothing is known of the frame
        catch (Exception e) when (_plan.Options.FailsClosed)
#pragma warning restore CA1031
        {
            return new SearchedFrame(frame, null, 0, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private void Keep(VideoReader reader, in SearchedFrame searched, Action<TimeSpan>? progress)
    {
        Frame frame = searched.Frame;
        _journal.Add(
            new SeenFrameJson(
                _part.Name,
                SeenFrameJson.SecondsOf(frame.Timestamp),
                frame.Width,
                frame.Height,
                searched.IsCut == true ? true : null,
                searched.Detections is null && searched.Fault is null ? false : null,
                searched.Fault,
                [.. (searched.Detections ?? []).Select(found => SeenJson.Of(found, frame.Width, frame.Height))]
            )
        );
        progress?.Invoke(frame.Timestamp);
        reader.Recycle(frame);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
