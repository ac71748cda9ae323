using Spotter.Media.Pictures;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>Takes uploads in: to disk as they come, known by their first bytes, and no further than the limits.</summary>
internal sealed class JobIntake(StudioLimits limits, DataFolders folders, JobStore store)
{
    /// <summary>Makes a job of a request's file.</summary>
    /// <exception cref="ProblemException">It is of no kind that can be read, or too large, or there is no room.</exception>
    public async Task<Job> TakeAsync(HttpRequest request, Session session, JobRequest wanted)
    {
        UploadedFile file = await UploadedFile.OpenAsync(request, limits.VideoBytes);
        using IDisposable room = store.Reserve(session.Id, file.Length ?? limits.VideoBytes);
        var folder = JobFolder.Create(Path.Combine(folders.Results, session.Id));
        try
        {
            bool isVideo = await SaveAsync(file, folder.Input, request.HttpContext.RequestAborted);
            return store.Add(new Job(session.Id, file.Name ?? (isVideo ? "video" : "picture"), isVideo, folder, wanted));
        }
        catch
        {
            folder.Remove();
            throw;
        }
    }

    private async Task<bool> SaveAsync(UploadedFile file, string path, CancellationToken cancellationToken)
    {
        bool isVideo = false;
        await file.SaveAsync(
            path,
            VideoSignature.Length,
            head =>
            {
                isVideo = IsVideo(head.Span);
                return isVideo ? limits.VideoBytes : limits.PictureBytes;
            },
            cancellationToken);
        return isVideo;
    }

    private static bool IsVideo(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            throw ProblemException.BadRequest("the request has no body; send the bytes of a picture or video, or a form with one");
        }

        if (VideoSignature.IsVideo(head))
        {
            return true;
        }

        ReadOnlySpan<byte> start = head[..Math.Min(head.Length, PictureSignature.Length)];
        return PictureSignature.Recognise(start) is not null
            ? false
            : throw ProblemException.WrongKind($"the file {PictureSignature.Refuse(start)}; {VideoSignature.Readable}");
    }
}
