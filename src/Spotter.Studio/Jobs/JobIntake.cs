using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>
/// Takes uploads in: to disk as they come, known by their first bytes, and no further than the limits.
/// </summary>
internal sealed class JobIntake(StudioLimits limits, DataFolders folders, Storage storage, JobStore store)
{
    /// <summary>Makes a job of a request's file.</summary>
    /// <exception cref="ProblemException">It is of no kind that can be read, or too large, or there is no
    /// room.</exception>
    public async Task<Job> TakeAsync(HttpRequest request, string session, JobRequest wanted)
    {
        UploadedFile file = await UploadedFile.OpenAsync(request, limits.VideoBytes);
        storage.CheckRoom(file.Length ?? 0);
        using IDisposable arrival = store.Arrive(session);
        var folder = JobFolder.Create(Path.Combine(folders.Results, session));
        try
        {
            bool isVideo = await SaveAsync(file, folder.Input, request.HttpContext.RequestAborted);
            return store.Add(new Job(session, file.Name ?? (isVideo ? "video" : "picture"), isVideo, folder, wanted));
        }
        catch
        {
            storage.Remove(folder.Root);
            throw;
        }
    }

    /// <summary>Reads a file that came before.</summary>
    /// <exception cref="ProblemException">It is another.</exception>
    public async Task CheckSameAsync(HttpRequest request, Job job)
    {
        UploadedFile file = await UploadedFile.OpenAsync(request, limits.VideoBytes);
        await RepeatableRequests.CheckSameFileAsync(file.Content, job.Folder.Input, request.HttpContext.RequestAborted);
    }

    /// <summary>Makes a job of the file of another, so that nobody sends it twice.</summary>
    /// <exception cref="ProblemException">There are too many jobs, or there is no room.</exception>
    public Job Again(Job before, JobRequest wanted)
    {
        long bytes = new FileInfo(before.Folder.Input).Length;
        storage.CheckRoom(bytes);
        using IDisposable arrival = store.Arrive(before.SessionId);
        var folder = JobFolder.Create(Path.Combine(folders.Results, before.SessionId));
        try
        {
            storage.Take(bytes + Storage.BytesPerFile);
            File.Copy(before.Folder.Input, folder.Input);
            return store.Add(new Job(before.SessionId, before.Name, before.IsVideo, folder, wanted));
        }
        catch
        {
            storage.Remove(folder.Root);
            throw;
        }
    }

    private async Task<bool> SaveAsync(UploadedFile file, string path, CancellationToken cancellationToken)
    {
        bool isVideo = false;
        await file.SaveAsync(
            path,
            storage,
            VideoContainer.HeadLength,
            head =>
            {
                isVideo = IsVideo(head.Span);
                return isVideo ? limits.VideoBytes : limits.PictureBytes;
            },
            cancellationToken
        );
        return isVideo;
    }

    private static bool IsVideo(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            throw ProblemException.BadRequest(
                "the request has no body; send the bytes of a picture or video, or a form with one"
            );
        }

        // An animated picture is a picture here.
        if (PictureSignature.Recognise(head[..Math.Min(head.Length, PictureSignature.Length)]) is not null)
        {
            return false;
        }

        try
        {
            ToolInput.Recognise(head, "the file", path: null);
            return true;
        }
        catch (VideoException e)
        {
            throw ProblemException.WrongKind(e.Message);
        }
    }
}
