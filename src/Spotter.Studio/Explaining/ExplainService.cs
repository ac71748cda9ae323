using System.Security.Cryptography;
using Spotter.Apps.Explaining;
using Spotter.Media.Pictures;
using Spotter.Studio.Access;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Models;

namespace Spotter.Studio.Explaining;

/// <summary>Explains cascades on pictures: one at a time, and the last one of each session is kept.</summary>
internal sealed class ExplainService : IDisposable
{
    private const int IdBytes = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DataFolders _folders;
    private readonly StudioLimits _limits;
    private readonly SemaphoreSlim _turn = new(1);

    public ExplainService(DataFolders folders, StudioLimits limits, Sessions sessions)
    {
        _folders = folders;
        _limits = limits;
        sessions.WhenEnded(session => DataFolders.Remove(FolderOf(session)));
    }

    /// <summary>Explains a model on a picture, and answers the id under which its figures are kept.</summary>
    /// <exception cref="ProblemException">There is no such model, or another explanation is being made.</exception>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    public async Task<ExplainAnswer> ExplainAsync(string model, PictureBody picture, Session session, CancellationToken cancellationToken)
    {
        if (ModelCatalog.Find(model)?.CreateDetector() is not CascadeDetector detector)
        {
            throw ProblemException.BadRequest("there is no such cascade; GET /api/models lists them, with kind cascade");
        }

        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw ProblemException.TooMany("another explanation is being made; try again in a moment");
        }

        try
        {
            return await WriteAsync(detector, model, picture, session, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A figure of a session's explanation.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public string Find(Session session, string id, string name)
    {
        string folder = FolderOf(session);
        string? path = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(candidate => Path.GetFileName(candidate) == id)
                .SelectMany(static candidate => Directory.EnumerateFiles(candidate))
                .FirstOrDefault(candidate => Path.GetFileName(candidate) == name)
            : null;
        return path ?? throw ProblemException.NotFound("there is no such figure; the last explanation of a session is kept, and no other");
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ExplainAnswer> WriteAsync(CascadeDetector detector, string model, PictureBody picture, Session session, CancellationToken cancellationToken)
    {
        DataFolders.Remove(FolderOf(session));
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        string folder = Path.Combine(FolderOf(session), id);
        Directory.CreateDirectory(folder);
        string input = Path.Combine(folder, "input");
        await File.WriteAllBytesAsync(input, picture.Bytes.ToArray(), cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var options = new ExplainOptions
        {
            Picture = input,
            Detection = new DetectionOptions { Threads = 1 },
            Loading = new PictureLoadOptions { MaxPixels = _limits.PicturePixels },
        };
        try
        {
            IReadOnlyList<string> notes = await Task.Run(() => CascadeExplanation.WriteAsync(detector, model, folder, options, patience.Token), patience.Token);
            return new ExplainAnswer(id, Figures(folder), notes);
        }
        catch (PictureException e)
        {
            DataFolders.Remove(folder);
            throw e.IsTooLarge
                ? ProblemException.TooLarge("the picture has too many pixels; make it smaller")
                : new ProblemException(StatusCodes.Status422UnprocessableEntity, "The picture cannot be read", e.Message.Replace(input, "the picture", StringComparison.Ordinal));
        }
    }

    private static string[] Figures(string folder) =>
    [
        .. Directory.EnumerateFiles(folder).Select(static path => Path.GetFileName(path))
            .Where(static name => Path.GetExtension(name) is ".png" or ".mp4").Order(StringComparer.Ordinal),
    ];

    private string FolderOf(Session session) => Path.Combine(_folders.Results, session.Id, "explained");
}

/// <param name="Id">Under which the figures are kept.</param>
/// <param name="Figures">Names of PNG pictures, and of an MP4 video.</param>
/// <param name="Notes">What had to be left out.</param>
internal sealed record ExplainAnswer(string Id, IReadOnlyList<string> Figures, IReadOnlyList<string> Notes);
