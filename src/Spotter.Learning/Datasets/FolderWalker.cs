namespace Spotter.Learning.Datasets;

/// <summary>
/// Files below a folder, in ordinal order, a folder's own before those of its subfolders. Hidden entries and what
/// systems leave behind do not count; links are followed, but never into a folder that the walk is in.
/// </summary>
internal sealed class FolderWalker
{
    private const int MostLinks = 40;

    private static readonly HashSet<string> Leftovers = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX",
        "@eaDir",
        "#recycle",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "Thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
    };

    private readonly List<string> _circles = [];

    /// <summary>Links that lead back into a folder around them.</summary>
    public IReadOnlyList<string> Circles => _circles;

    /// <exception cref="DatasetException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Folders(string folder)
    {
        string real = Real(folder);
        return [.. Visible(folder, Directory.EnumerateDirectories).Where(child => !LeadsBack(child, [real]))];
    }

    /// <exception cref="DatasetException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> Files(string folder) => [.. Visible(folder, Directory.EnumerateFiles)];

    /// <exception cref="DatasetException">A folder cannot be read.</exception>
    public IReadOnlyList<string> FilesBelow(string folder)
    {
        var files = new List<string>();
        Walk(folder, [Real(folder)], files);
        return files;
    }

    private void Walk(string folder, List<string> around, List<string> files)
    {
        files.AddRange(Files(folder));
        foreach (string child in Visible(folder, Directory.EnumerateDirectories))
        {
            if (!LeadsBack(child, around))
            {
                Walk(child, [.. around, Real(child)], files);
            }
        }
    }

    // A link to a folder of the way here, or to one around it, would be walked for ever.
    private bool LeadsBack(string folder, IReadOnlyList<string> around)
    {
        if (new DirectoryInfo(folder).LinkTarget is null)
        {
            return false;
        }

        string inside = Path.TrimEndingDirectorySeparator(Real(folder)) + Path.DirectorySeparatorChar;
        if (!around.Any(place => (place + Path.DirectorySeparatorChar).StartsWith(inside, StringComparison.Ordinal)))
        {
            return false;
        }

        if (!_circles.Contains(folder, StringComparer.Ordinal))
        {
            _circles.Add(folder);
        }

        return true;
    }

    private static IEnumerable<string> Visible(string folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return [.. list(folder).Where(static path => !IsHidden(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{folder}: the folder cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a name alone says that an entry does not count.</summary>
    public static bool IsHiddenName(string name) => name.StartsWith('.') || Leftovers.Contains(name);

    private static bool IsHidden(string path) =>
        IsHiddenName(Path.GetFileName(path))
        || (
            OperatingSystem.IsWindows()
            && (File.GetAttributes(path) & (FileAttributes.Hidden | FileAttributes.System)) != FileAttributes.None
        );

    private static string Real(string path, int links = 0)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string here = Path.Combine(Real(parent, links), Path.GetFileName(full));
        return links < MostLinks && new DirectoryInfo(here).LinkTarget is { } target
            ? Real(Path.Combine(Path.GetDirectoryName(here)!, target), links + 1)
            : here;
    }
}
