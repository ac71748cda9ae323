using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using Spotter.Media.Pictures;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;
using Spotter.Studio.Windows;

namespace Spotter.Studio.Jobs;

/// <summary>The files of jobs: what came in, and what became of it.</summary>
internal static class JobFileEndpoints
{
    public static void Map(IEndpointRouteBuilder jobs)
    {
        jobs.MapGet("/results", AllResultsAsync)
            .WithName("getAllResults")
            .WithSummary("Results of all pictures that are done, as json (lines), csv or coco")
            .WithMetadata(Caching.Checked)
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl", "text/csv", "application/json");
        jobs.MapGet("/annotated", AllAnnotated)
            .WithName("getAllAnnotated")
            .WithSummary("The annotated pictures and videos of all jobs that are done, in a zip")
            .Produces<string>(StatusCodes.Status200OK, "application/zip");
        jobs.MapGet("/{id}/input", static (string id, HttpContext context, JobStore store) =>
            {
                Job job = JobEndpoints.Find(id, context, store);
                return Serve(job.Folder.Input, InputType(job), job.Name);
            })
            .WithName("getJobInput")
            .WithSummary("The file as it was sent")
            .WithMetadata(Caching.Fixed)
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream");
        jobs.MapGet("/{id}/annotated", static (string id, HttpContext context, JobStore store) =>
            {
                Job job = JobEndpoints.Find(id, context, store);
                return job.IsVideo
                    ? Serve(job.Folder.AnnotatedVideo, "video/mp4", Renamed(job, ".mp4"))
                    : Serve(job.Folder.AnnotatedPicture, "image/jpeg", Renamed(job, ".jpg"));
            })
            .WithName("getAnnotated")
            .WithSummary("The annotated picture or video")
            .WithMetadata(Caching.Checked)
            .Produces<string>(StatusCodes.Status200OK, "image/jpeg", "video/mp4")
            .ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapGet("/{id}/results", ResultsAsync)
            .WithName("getResults")
            .WithSummary("Results of one job, as json (lines), csv or coco (pictures only)")
            .WithMetadata(Caching.Checked)
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl", "text/csv", "application/json");
        jobs.MapGet("/{id}/preview", PreviewAsync)
            .WithName("getPreview")
            .WithSummary("The annotated frames of a video while it is worked on (motion JPEG)")
            .Produces<string>(StatusCodes.Status200OK, "multipart/x-mixed-replace");
    }

    private static async Task<IResult> AllResultsAsync(
        HttpContext context,
        JobStore store,
        DataFolders folders,
        string format = "json"
    )
    {
        Job[] done =
        [
            .. store
                .Of(Sessions.Of(context))
                .Where(static job => job is { IsVideo: false, State: JobState.Done })
                .Reverse(),
        ];
        return await MakeAsync(format, done, folders);
    }

    private static FileStreamHttpResult AllAnnotated(HttpContext context, JobStore store, DataFolders folders)
    {
        (string Path, string Name)[] files =
        [
            .. store
                .Of(Sessions.Of(context))
                .Where(static job => job.State == JobState.Done)
                .Reverse()
                .Select(static job =>
                    job.IsVideo
                        ? (job.Folder.AnnotatedVideo, Renamed(job, ".mp4"))
                        : (job.Folder.AnnotatedPicture, Renamed(job, ".jpg"))
                )
                .Where(static file => File.Exists(file.Item1)),
        ];
        if (files.Length == 0)
        {
            throw NotYet();
        }

        // In a file that goes when it has been sent: memory holds none of it.
        var content = new FileStream(
            Path.Combine(folders.Results, $"{Guid.NewGuid():N}.zip"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, string wanted) in files)
            {
                string name = wanted;
                for (int number = 2; !names.Add(name); number++)
                {
                    name =
                        $"{Path.GetFileNameWithoutExtension(wanted)}-{number.ToString(CultureInfo.InvariantCulture)}"
                        + Path.GetExtension(wanted);
                }

                // They are compressed already.
                zip.CreateEntryFromFile(path, name, CompressionLevel.NoCompression);
            }
        }

        content.Position = 0;
        return TypedResults.File(content, "application/zip", "annotated.zip");
    }

    private static async Task<IResult> ResultsAsync(
        string id,
        HttpContext context,
        JobStore store,
        DataFolders folders,
        string format = "json"
    )
    {
        Job job = JobEndpoints.Find(id, context, store);
        return (job.IsVideo, format) switch
        {
            (true, "json") => Serve(job.Folder.FramesJson, "application/jsonl", "frames.jsonl"),
            (true, "csv") => Serve(job.Folder.FramesCsv, "text/csv", "frames.csv"),
            (true, _) => throw ProblemException.BadRequest("the format of a video's results must be one of json, csv"),
            _ => job.State == JobState.Done ? await MakeAsync(format, [job], folders) : throw NotYet(),
        };
    }

    private static async Task<IResult> MakeAsync(string format, IReadOnlyList<Job> jobs, DataFolders folders)
    {
        (byte[] content, string contentType, string name) = await ResultFiles.MakeAsync(format, jobs, folders.Results);
        return TypedResults.File(content, contentType, name, entityTag: Caching.TagOf(content));
    }

    private static PhysicalFileHttpResult Serve(string path, string contentType, string name) =>
        File.Exists(path)
            ? TypedResults.PhysicalFile(
                path,
                contentType,
                name,
                entityTag: Caching.TagOf(path),
                enableRangeProcessing: true
            )
            : throw NotYet();

    // As it holds what somebody sent, it is called what it was recognised as, and nothing that a browser would run.
    private static string InputType(Job job)
    {
        if (job.IsVideo)
        {
            return "application/octet-stream";
        }

        using FileStream file = File.OpenRead(job.Folder.Input);
        var head = new byte[PictureSignature.Length];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return PictureSignature.Recognise(head.AsSpan(0, read)) is { } format
            ? PictureTypes.Of(PictureSignature.ExtensionOf(format))
            : "application/octet-stream";
    }

    private static ProblemException NotYet() =>
        ProblemException.NotFound("it is not made yet; wait until the job is done");

    private static string Renamed(Job job, string extension) =>
        $"{Path.GetFileNameWithoutExtension(job.Name)}-spotted{extension}";

    private static Task PreviewAsync(string id, HttpContext context, JobStore store)
    {
        Job job = JobEndpoints.Find(id, context, store);
        return job.Preview is { } preview
            ? MotionJpeg.SendAsync(context, preview.Frames, job.Finished)
            : throw NotYet();
    }
}
