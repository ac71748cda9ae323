using Spotter.Media.Pictures;
using Spotter.Studio.Access;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Jobs;

/// <summary>Takes uploads in: to disk as they come, known by their first bytes, and no further than the limits.</summary>
internal sealed class JobIntake(StudioLimits limits, DataFolders folders, JobStore store)
{
    private const int ChunkBytes = 128 << 10;

    /// <summary>Makes a job of a request's file.</summary>
    /// <exception cref="ProblemException">It is of no kind that can be read, or too large, or there is no room.</exception>
    public async Task<Job> TakeAsync(HttpRequest request, Session session, JobRequest wanted)
    {
        UploadedFile file = await UploadedFile.OpenAsync(request, limits.VideoBytes);
        store.CheckRoom(session.Id, file.Length ?? 0);
        var folder = JobFolder.Create(Path.Combine(folders.Results, session.Id));
        try
        {
            bool isVideo = await SaveAsync(file, folder.Input, request.HttpContext.RequestAborted);
            return store.Add(new Job(session.Id, file.Name ?? (isVideo ? "video" : "picture"), isVideo, folder, wanted));
        }
        catch (Exception e)
        {
            folder.Remove();
            throw e is IOException and not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested
                ? new ProblemException(StatusCodes.Status507InsufficientStorage, "No room on disk", "the file could not be kept; make room on the disk of the studio")
                : e;
        }
    }

    private async Task<bool> SaveAsync(UploadedFile file, string path, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        int head = await file.Content.ReadAtLeastAsync(buffer, VideoSignature.Length, throwOnEndOfStream: false, cancellationToken);
        bool isVideo = IsVideo(buffer.AsSpan(0, head));
        long most = isVideo ? limits.VideoBytes : limits.PictureBytes;
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        long length = 0;
        for (int read = head; read > 0; read = await file.Content.ReadAsync(buffer, cancellationToken))
        {
            length += read;
            if (length > most)
            {
                throw UploadedFile.TooLarge(most);
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

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
