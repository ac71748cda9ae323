using Spotter.Sources;

namespace Spotter.Workshop.Labels;

/// <summary>
/// Finds the pictures that labels name. Data sets travel: names may hold the folders of another machine, or an
/// extension that the pictures no longer have, so what a name ends with is looked for as well.
/// </summary>
internal sealed class PictureFinder
{
    private readonly IReadOnlyList<string> _folders;
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, string>> _below;

    /// <param name="options">A folder of pictures given there is the only one that is looked into.</param>
    /// <param name="searched">Where nothing else helps, this folder is searched with all that is below it.</param>
    /// <param name="folders">Looked into in their order.</param>
    public PictureFinder(LabelReadOptions options, string searched, params IEnumerable<string> folders)
    {
        _folders = options.PictureFolder is { } given ? [given] : [.. folders];
        string root = options.PictureFolder ?? (searched.Length > 0 ? searched : ".");
        _below = new Lazy<ILookup<string, string>>(() =>
            new FolderWalk()
                .Files(root, recursive: true, [])
                .Where(PictureFiles.IsPicture)
                .ToLookup(
                    static file => Path.GetFileNameWithoutExtension(file),
                    file => Path.Combine(root, file),
                    StringComparer.OrdinalIgnoreCase
                )
        );
    }

    /// <param name="name">As the labels have it; with <c>/</c> or <c>\</c> between its parts.</param>
    /// <param name="place">Which label names it, for the message.</param>
    /// <exception cref="LabelException">There is no such picture, or it cannot be told which one is meant.</exception>
    public string Find(string name, string place)
    {
        string local = name.Replace('\\', '/');
        string? path = local.Length == 0 ? null : Exact(local) ?? ByEnd(local) ?? Below(local, place);
        if (path is null)
        {
            throw new LabelException(
                $"{place}: there is no picture '{name}'; check the name, or say with --pictures where the pictures are"
            );
        }

        // Of cam1/001.jpg and cam2/001.jpg only one can be the 001.jpg that is there.
        return _taken.TryAdd(path, local) || _taken[path] == local
            ? path
            : throw new LabelException($"{place}: there is no picture '{name}': {path} is '{_taken[path]}' already");
    }

    private string? Exact(string name) =>
        _folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    // The longest end first: train/001.jpg rather than 001.jpg.
    private string? ByEnd(string name)
    {
        string[] parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            string end = string.Join('/', parts[i..]);
            foreach (string path in _folders.Select(folder => Path.Combine(folder, end)))
            {
                if (File.Exists(path))
                {
                    return path;
                }

                if (PictureFiles.OfAnyKind(path) is { } other)
                {
                    return other;
                }
            }
        }

        return null;
    }

    private string? Below(string name, string place)
    {
        string file = Path.GetFileName(name);
        string[] found =
        [
            .. _below.Value[PictureFiles.IsPicture(file) ? Path.GetFileNameWithoutExtension(file) : file],
        ];
        if (found.Length > 1)
        {
            int most = found.Max(path => EqualParts(path, name));
            found = [.. found.Where(path => EqualParts(path, name) == most)];
        }

        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new LabelException(
                $"{place}: the picture '{name}' may be {found[0]} or {found[1]}; say with --pictures where the "
                    + $"pictures are"
            );
    }

    // How many parts two paths end with alike; of the last ones, the extension does not count.
    private static int EqualParts(string path, string name)
    {
        string[] a = path.Replace('\\', '/').Split('/');
        string[] b = name.Split('/');
        int equal = 1;
        while (
            equal < Math.Min(a.Length, b.Length)
            && a[^(equal + 1)].Equals(b[^(equal + 1)], StringComparison.OrdinalIgnoreCase)
        )
        {
            equal++;
        }

        return equal;
    }
}
