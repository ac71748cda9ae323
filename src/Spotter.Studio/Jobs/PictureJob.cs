using System.Diagnostics;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Jobs;

/// <summary>Searches one picture and writes its annotated copy.</summary>
internal static class PictureJob
{
    /// <exception cref="PictureException">It is no picture within the limit.</exception>
    public static void Run(Job job, StudioLimits limits)
    {
        Frame frame;
        using (FileStream file = File.OpenRead(job.Folder.Input))
        {
            frame = Picture.Load(file, new PictureLoadOptions { MaxPixels = limits.PicturePixels }, job.Name);
        }

        job.Cancellation.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<Detection> found = job.Request.Application.Detector.Detect(
            frame,
            job.Request.Options,
            job.Cancellation
        );
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        frame.Draw(found, job.Request.Application.Drawing).Save(job.Folder.AnnotatedPicture);
        Dictionary<string, int> labels = found
            .CountBy(static detection => detection.Label)
            .ToDictionary(StringComparer.Ordinal);
        job.Report(new JobProgress(1, 1, 0, frame.Width, frame.Height, found, found.Count, labels, milliseconds));
    }
}
