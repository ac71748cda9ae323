using System.Collections.Concurrent;
using System.Security.Cryptography;
using Spotter.Applications;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Models;

namespace Spotter.Studio.Detecting;

/// <summary>
/// Networks that users of the studio brought. They stay when it closes, and everyone who may use the studio sees them.
/// </summary>
internal sealed class OwnNetworks
{
    private const int MostNetworks = 50;
    private const int IdBytes = 4;
    private const string Extension = ".onnx";

    private readonly DataFolders _folders;
    private readonly Storage _storage;
    private readonly StudioLimits _limits;
    private readonly NetworkCheck _check;
    private readonly ConcurrentDictionary<string, DetectorChoice> _byId = new(StringComparer.OrdinalIgnoreCase);

    public OwnNetworks(DataFolders folders, Storage storage, StudioLimits limits, NetworkCheck check)
    {
        (_folders, _storage, _limits, _check) = (folders, storage, limits, check);
        foreach (string file in Directory.EnumerateFiles(folders.Networks, $"*{Extension}"))
        {
            string about = TextOf(file);
            if (File.Exists(about) && File.ReadAllLines(about) is [var title, var what, ..])
            {
                Add(Path.GetFileNameWithoutExtension(file), title, what, file);
            }
        }
    }

    /// <summary>All, in the order of their titles.</summary>
    public IReadOnlyList<DetectorChoice> All =>
        [.. _byId.Values.OrderBy(static one => one.Title, StringComparer.OrdinalIgnoreCase)];

    public DetectorChoice? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Takes a network, once a process of its own has looked at it.</summary>
    /// <exception cref="ProblemException">It is too large, no detector that can be read, or there is no room.
    /// </exception>
    public async Task<DetectorChoice> TakeAsync(HttpRequest request)
    {
        if (_byId.Count >= MostNetworks)
        {
            throw ProblemException.Full(
                $"there are {MostNetworks} networks already; remove one (DELETE /api/v1/models/ID)"
            );
        }

        UploadedFile upload = await UploadedFile.OpenAsync(request, _limits.NetworkBytes);
        string title = Path.GetFileNameWithoutExtension(upload.Name ?? "") is { Length: > 0 } name ? name : "network";
        string id = $"own-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}";

        // Until it was looked at it is in the folder of this run, which goes with it.
        string waiting = Path.Combine(_folders.Results, $"{id}{Extension}");
        string file = Path.Combine(_folders.Networks, $"{id}{Extension}");
        try
        {
            await upload.SaveAsync(waiting, _storage, _limits.NetworkBytes, request.HttpContext.RequestAborted);
            string about = await _check.RunAsync(waiting, title, request.HttpContext.RequestAborted);
            await File.WriteAllLinesAsync(TextOf(file), [title, about], request.HttpContext.RequestAborted);
            File.Move(waiting, file);
            return Add(id, title, about, file);
        }
        finally
        {
            if (File.Exists(waiting))
            {
                _storage.RemoveFile(waiting);
            }
        }
    }

    /// <exception cref="ProblemException">There is none of this id.</exception>
    public void Remove(string id)
    {
        if (!_byId.TryRemove(id, out DetectorChoice? choice))
        {
            throw ProblemException.NotFound("no network of this id was brought; GET /api/v1/models lists the models");
        }

        string file = Path.Combine(_folders.Networks, $"{choice.Id}{Extension}");
        _storage.RemoveFile(file);
        File.Delete(TextOf(file));
    }

    private DetectorChoice Add(string id, string title, string about, string file)
    {
        var choice = new DetectorChoice(id, title, about, DetectorChoice.OfOthers, () =>
            new Application(AnyModel.Load(file))
        );
        _byId[id] = choice;
        return choice;
    }

    private static string TextOf(string file) => Path.ChangeExtension(file, ".txt");
}
