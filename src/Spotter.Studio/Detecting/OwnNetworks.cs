using System.Collections.Concurrent;
using System.Security.Cryptography;
using Spotter.Applications;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Models;

namespace Spotter.Studio.Detecting;

/// <summary>
/// Models that users of the studio brought or trained: networks of others, our own, channel models and cascades. They
/// stay when it closes, and everyone who may use the studio sees them.
/// </summary>
internal sealed class OwnNetworks
{
    private const int MostNetworks = 50;
    private const int IdBytes = 4;

    // How their files end, and what the list calls them.
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".onnx"] = DetectorChoice.OfOthers,
        [".network"] = "network",
        [".channels"] = "channels",
        [".xml"] = "cascade",
    };

    private readonly DataFolders _folders;
    private readonly Storage _storage;
    private readonly StudioLimits _limits;
    private readonly NetworkCheck _check;
    private readonly ConcurrentDictionary<string, DetectorChoice> _byId = new(StringComparer.OrdinalIgnoreCase);

    public OwnNetworks(DataFolders folders, Storage storage, StudioLimits limits, NetworkCheck check)
    {
        (_folders, _storage, _limits, _check) = (folders, storage, limits, check);
        foreach (
            string file in Directory
                .EnumerateFiles(folders.Networks)
                .Where(static file => Kinds.ContainsKey(Path.GetExtension(file)))
        )
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
        string extension = Path.GetExtension(upload.Name ?? "").ToLowerInvariant();
        extension =
            extension.Length == 0 ? ".onnx"
            : Kinds.ContainsKey(extension) ? extension
            : throw ProblemException.WrongKind(
                $"a model is a file that ends in {string.Join(", ", Kinds.Keys)}, got {extension}"
            );
        string id = NewId();

        // Until it was looked at it is in the folder of this run, which goes with it.
        string waiting = Path.Combine(_folders.Results, $"{id}{extension}");
        string file = Path.Combine(_folders.Networks, $"{id}{extension}");
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

        foreach (string extension in Kinds.Keys)
        {
            string file = Path.Combine(_folders.Networks, $"{choice.Id}{extension}");
            if (File.Exists(file))
            {
                _storage.RemoveFile(file);
                File.Delete(TextOf(file));
            }
        }
    }

    /// <summary>Keeps a model that was trained here; nobody needs to look at it first.</summary>
    /// <param name="trained">The file, which stays where it is.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="about">What it finds, in words.</param>
    public DetectorChoice Keep(string trained, string title, string about)
    {
        string id = NewId();
        string file = Path.Combine(_folders.Networks, $"{id}{Path.GetExtension(trained)}");
        _storage.Count(new FileInfo(trained).Length + Storage.BytesPerFile);
        File.Copy(trained, file);
        File.WriteAllLines(TextOf(file), [title, about]);
        return Add(id, title, about, file);
    }

    private DetectorChoice Add(string id, string title, string about, string file)
    {
        var choice = new DetectorChoice(id, title, about, Kinds[Path.GetExtension(file)], () =>
            new Application(AnyModel.Load(file, Path.GetExtension(file) == ".xml" ? title : null))
        );
        _byId[id] = choice;
        return choice;
    }

    private static string NewId() => $"own-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}";

    private static string TextOf(string file) => Path.ChangeExtension(file, ".txt");
}
