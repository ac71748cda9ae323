using System.Security.Cryptography;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Vision;
using Spotter.Vision.Models;
using Spotter.Workshop.Explaining;

namespace Spotter.Studio.Explaining;

/// <summary>Explains models on pictures: one at a time, and the last one of each session is kept.</summary>
internal sealed class ExplainService(
    DataFolders folders,
    StudioLimits limits,
    Storage storage,
    Veil veil,
    DetectorShelf shelf,
    RunModels runs
) : IDisposable
{
    private const string RunPrefix = "run:";

    private const string FolderName = "explained";
    private const int IdBytes = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Making? _making;

    /// <summary>Explains a model on a picture, and answers the id under which its figures are kept.</summary>
    /// <exception cref="ProblemException">There is no such model, or another explanation is being made.</exception>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    public async Task<ExplainAnswer> ExplainAsync(
        string model,
        PictureBody picture,
        string session,
        CancellationToken cancellationToken
    )
    {
        Func<string, ExplainOptions, CancellationToken, Task<IReadOnlyList<string>>> write = WriterOf(model);
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw ProblemException.TooMany("another explanation is being made; try again in a moment");
        }

        try
        {
            return await WriteAsync(write, picture, session, cancellationToken);
        }
        finally
        {
            _making = null;
            _turn.Release();
        }
    }

    /// <summary>What there is so far of the explanation that is made for a session; null where none is.</summary>
    public ExplainAnswer? Progress(string? session) =>
        _making is { } making && making.Session == session
            ? new ExplainAnswer(making.Id, Figures(making.Folder), [])
            : null;

    /// <summary>A figure of a session's explanation.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public string Find(string? session, string id, string name)
    {
        string? folder = session is null ? null : FolderOf(session);
        string? path = Directory.Exists(folder)
            ? Directory
                .EnumerateDirectories(folder)
                .Where(candidate => Path.GetFileName(candidate) == id)
                .SelectMany(static candidate => Directory.EnumerateFiles(candidate))
                .FirstOrDefault(candidate => Path.GetFileName(candidate) == name)
            : null;
        return path
            ?? throw ProblemException.NotFound(
                "there is no such figure; the last explanation of a session is kept, and no other"
            );
    }

    /// <summary>Removes what is too old.</summary>
    public void Sweep()
    {
        DateTime oldest = DateTime.UtcNow - limits.ResultAge;
        foreach (
            string folder in Directory
                .EnumerateDirectories(folders.Results)
                .Select(static session => Path.Combine(session, FolderName))
        )
        {
            if (Directory.Exists(folder) && Directory.GetLastWriteTimeUtc(folder) < oldest)
            {
                storage.Remove(folder);
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ExplainAnswer> WriteAsync(
        Func<string, ExplainOptions, CancellationToken, Task<IReadOnlyList<string>>> write,
        PictureBody picture,
        string session,
        CancellationToken cancellationToken
    )
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        string folder = Path.Combine(FolderOf(session), id);
        Directory.CreateDirectory(folder);
        string input = Path.Combine(folder, "input");
        storage.Take(picture.Bytes.Length + Storage.BytesPerFile);
        await File.WriteAllBytesAsync(input, picture.Bytes.ToArray(), cancellationToken);
        _making = new Making(session, id, folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var options = new ExplainOptions
        {
            Picture = input,
            Detection = new DetectionOptions { Threads = 1 },
            Loading = new PictureLoadOptions { MaxPixels = limits.PicturePixels },
        };
        try
        {
            IReadOnlyList<string> notes = await Task.Run(() => write(folder, options, patience.Token), patience.Token);
            KeepOnly(folder);
            storage.Refresh();
            return new ExplainAnswer(id, Figures(folder), [.. notes.Select(veil.Over)]);
        }
        catch (PictureException e)
        {
            storage.Remove(folder);
            throw e.IsTooLarge
                ? ProblemException.TooLarge("the picture has too many pixels; make it smaller")
                : new ProblemException(
                    StatusCodes.Status422UnprocessableEntity,
                    "The picture cannot be read",
                    e.Message.Replace(input, "the picture", StringComparison.Ordinal)
                );
        }
        catch
        {
            storage.Remove(folder);
            throw;
        }
    }

    // Cascades and networks of ours tell how they work; of others what they look at is found out from outside.
    private Func<string, ExplainOptions, CancellationToken, Task<IReadOnlyList<string>>> WriterOf(string model)
    {
        if (model.StartsWith(RunPrefix, StringComparison.Ordinal))
        {
            string run = model[RunPrefix.Length..];
            ImageClassifier classifier = runs.Get(run);
            return (folder, options, stop) =>
            {
                new ClassifierExplanation(classifier, run, folder, options).Write();
                Covering.Write(classifier, folder, options, stop);
                return Task.FromResult<IReadOnlyList<string>>([]);
            };
        }

        IDetector detector = ModelCatalog.Find(model)?.CreateDetector() ?? shelf.Find(model).Make().Detector;
        return Explanation.Takes(detector)
            ? (folder, options, stop) => Explanation.WriteAsync(detector, model, folder, options, stop)
            : (folder, options, stop) =>
            {
                Covering.Write(detector, folder, options, stop);
                return Task.FromResult<IReadOnlyList<string>>([]);
            };
    }

    private void KeepOnly(string folder)
    {
        foreach (
            string other in Directory
                .EnumerateDirectories(Path.GetDirectoryName(folder)!)
                .Where(other => other != folder)
        )
        {
            storage.Remove(other);
        }
    }

    private static string[] Figures(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder)
                .Select(static path => Path.GetFileName(path))
                .Where(static name => Path.GetExtension(name) is ".png" or ".mp4")
                .Order(StringComparer.Ordinal),
        ];

    private string FolderOf(string session) => Path.Combine(folders.Results, session, FolderName);

    private sealed record Making(string Session, string Id, string Folder);
}

/// <param name="Id">Under which the figures are kept.</param>
/// <param name="Figures">Names of PNG pictures, and of an MP4 video.</param>
/// <param name="Notes">What had to be left out.</param>
internal sealed record ExplainAnswer(string Id, IReadOnlyList<string> Figures, IReadOnlyList<string> Notes);
