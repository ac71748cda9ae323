using System.Globalization;
using Spotter.Applications;
using Spotter.Media.Video;
using Spotter.Videos;
using Spotter.Vision.Tracking;

namespace Spotter.Studio.Jobs;

/// <summary>
/// Runs through one video: its annotated copy, and what is in each frame. Decoding and encoding are ffmpeg's own
/// processes.
/// </summary>
internal static class VideoJob
{
    /// <exception cref="VideoException">It is no video within the limits.</exception>
    public static async Task RunAsync(Job job, Application application, StudioLimits limits, JobGrowth growth)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(job.Cancellation);
        stop.CancelAfter(limits.JobTime);
        var source = new VideoSource(VideoSourceKind.File, job.Folder.Input);
        bool hasRoom = true;
        try
        {
            VideoInfo info = await VideoProbe.ReadAsync(source, stop.Token);
            Check(info, limits);
            hasRoom = await RunAsync(job, application, source, info, limits, growth, stop);
        }
        catch (VideoException e)
        {
            // Whoever sent it knows the file by another name.
            throw new VideoException(
                e.Kind,
                e.Message.Replace(source.DisplayName, job.Name, StringComparison.Ordinal),
                e
            );
        }

        if (!hasRoom)
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                $"{job.Name} was stopped because the space of the studio is used up; remove something and send it "
                    + $"again. What was done by then is kept"
            );
        }

        if (stop.IsCancellationRequested && !job.Cancellation.IsCancellationRequested)
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                $"{job.Name} took longer than {limits.JobTime.TotalMinutes:0} minutes; what was done by then is kept"
            );
        }
    }

    // False where there was no room for all of it.
    private static async Task<bool> RunAsync(
        Job job,
        Application application,
        VideoSource source,
        VideoInfo info,
        StudioLimits limits,
        JobGrowth growth,
        CancellationTokenSource stop
    )
    {
        bool hasRoom = true;
        await using var preview = new JobPreview();
        job.Preview = preview;
        await using FileStream lines = File.Create(job.Folder.FramesJson);
        using var json = new NamedFrames(new JsonFrameWriter(lines), job.Name);
        using var csv = new NamedFrames(new CsvFrameWriter(job.Folder.FramesCsv), job.Name);
        long count = 0;
        ITrackMonitor[] monitors = job.Request.Places.Monitors();
        VideoSummary summary = await VideoRun.RunAsync(
            application,
            source,
            new VideoRunOptions
            {
                Reading = new VideoReadOptions { Duration = limits.VideoLength, Probed = info },
                Detection = job.Request.Options with { Threads = null },
                Output = job.Folder.AnnotatedVideo,
                Monitors = monitors,
                View = preview,
                Writers = [json, csv],
            },
            progress =>
            {
                count += progress.Latest.Detections.Count;
                job.Report(
                    new JobProgress(
                        progress.Frames,
                        progress.Total,
                        progress.Rate,
                        info.Width,
                        info.Height,
                        progress.Latest.Detections,
                        count,
                        job.Progress.Identities,
                        progress.Elapsed.TotalMilliseconds
                    )
                    {
                        Places = [.. monitors.Select(PlaceCount.Of)],
                    }
                );
                if (hasRoom && !growth.Look())
                {
                    hasRoom = false;
                    stop.Cancel();
                }
            },
            stop.Token
        );
        job.Report(job.Progress with { Total = summary.Frames, Identities = summary.Identities, Detections = [] });
        if (summary.Problem is { } problem)
        {
            throw new VideoException(SpotterErrorKind.Damaged, problem);
        }

        return hasRoom;
    }

    private static void Check(VideoInfo info, StudioLimits limits)
    {
        if ((long)info.Width * info.Height > limits.VideoPixels)
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has frames of {info.Width}x{info.Height} pixels, above the limit of "
                        + $"{limits.VideoPixels / 1e6:0.#} megapixels; make it smaller"
                )
            );
        }

        if (info.Duration > limits.VideoLength)
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {info.Duration.Value.TotalMinutes:0.#} minutes long, above the limit of "
                        + $"{limits.VideoLength.TotalMinutes:0.#}; cut it"
                )
            );
        }
    }

    /// <summary>Results that call the video what its sender calls it.</summary>
    private sealed class NamedFrames(IFrameWriter inner, string name) : IFrameWriter
    {
        public void Write(FrameResult result) => inner.Write(result with { File = name });

        public void Complete() => inner.Complete();

        public void Dispose() => inner.Dispose();
    }
}
