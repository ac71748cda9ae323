using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>Takes archives of pictures in: to disk as they come, then unpacked, a few at a time.</summary>
internal sealed class DatasetIntake(StudioLimits limits, DataFolders folders, Storage storage, DatasetStore store)
    : IDisposable
{
    // Each holds its archive on disk and a picture of it in memory.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Makes a data set of a request's archive.</summary>
    /// <param name="request">The request; its body has not been read.</param>
    /// <param name="title">What people call it; null takes the archive's name.</param>
    /// <exception cref="ProblemException">It is no archive, leads out of itself, is too large, or others are being
    /// taken in already.</exception>
    public async Task<DatasetAnswer> TakeAsync(HttpRequest request, string? title)
    {
        UploadedFile file = await UploadedFile.OpenAsync(request, limits.DatasetBytes);
        CancellationToken aborted = request.HttpContext.RequestAborted;
        if (!await _turns.WaitAsync(TimeSpan.Zero, aborted))
        {
            throw ProblemException.TooMany(
                $"{AtOnce} archives are being taken in already; try again when they are done"
            );
        }

        storage.CheckRoom(file.Length ?? 0);
        string archive = Path.Combine(folders.Results, $"{Guid.NewGuid():N}.zip");
        try
        {
            await file.SaveAsync(archive, storage, limits.DatasetBytes, aborted);
            return await Task.Run(
                () => Unpack(archive, title ?? Path.GetFileNameWithoutExtension(file.Name), aborted),
                aborted
            );
        }
        finally
        {
            storage.RemoveFile(archive);
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private DatasetAnswer Unpack(string archive, string? title, CancellationToken cancellationToken)
    {
        StoredDataset dataset = store.Create(title);
        try
        {
            var unpacking = new DatasetArchive(store, limits);
            unpacking.Unpack(archive, dataset, cancellationToken);
            DatasetAnswer answer = DatasetAnswer.Of(dataset) with { LeftOut = unpacking.LeftOut };
            return answer.Classes.Count > 0
                ? answer
                : throw ProblemException.BadRequest(
                    "the archive holds no picture in the folder of a class; make a folder for each class, and "
                        + "pictures in them"
                );
        }
        catch (IOException)
        {
            store.Remove(dataset);
            throw ProblemException.NoRoom();
        }
        catch
        {
            store.Remove(dataset);
            throw;
        }
    }
}
