using System.Security.Cryptography;

namespace Spotter.Workshop.Detectors;

/// <summary>Files that are the same picture by path or by content: what shows the object is no negative.</summary>
internal sealed class SamePictures
{
    private readonly HashSet<string> _paths;
    private readonly ILookup<long, string> _byLength;
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    public SamePictures(IEnumerable<string> files)
    {
        _paths = files.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        _byLength = _paths.Where(File.Exists).ToLookup(static path => new FileInfo(path).Length);
    }

    /// <summary>Whether a file is one of these, or a copy of one.</summary>
    public bool Contains(string file)
    {
        string path = Path.GetFullPath(file);
        return _paths.Contains(path)
            || (File.Exists(path) && _byLength[new FileInfo(path).Length].Any(other => HashOf(other) == HashOf(path)));
    }

    private string HashOf(string path)
    {
        if (!_hashes.TryGetValue(path, out string? hash))
        {
            using FileStream stream = File.OpenRead(path);
            hash = Convert.ToHexString(SHA256.HashData(stream));
            _hashes.Add(path, hash);
        }

        return hash;
    }
}
