using System.IO.Enumeration;

namespace Spotter.Apps.Sources;

/// <summary>
/// The files of a folder, in an order that is the same on every machine: by ordinal name, a folder's own files before
/// those of its subfolders.
/// </summary>
internal sealed class FolderWalk
{
    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    private readonly IReadOnlySet<string> _skippedFolders;

    /// <param name="skippedFolders">Full paths of folders that are not entered: a run's own outputs are no input.</param>
    public FolderWalk(IReadOnlySet<string> skippedFolders) => _skippedFolders = skippedFolders;

    /// <summary>Paths relative to <paramref name="root"/>, with <c>/</c> between the parts.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="recursive">Whether subfolders are entered. Links to folders are not: they may lead in circles.</param>
    /// <param name="problems">Gets a line for each folder that cannot be read.</param>
    public IEnumerable<string> Files(string root, bool recursive, List<string> problems) =>
        Files(root, "", recursive, problems);

    private IEnumerable<string> Files(string root, string below, bool recursive, List<string> problems)
    {
        string folder = Path.Combine(root, below);
        List<(string Name, bool IsFolder)> entries;
        try
        {
            entries = [.. new FileSystemEnumerable<(string Name, bool IsFolder)>(
                folder, static (ref entry) => (entry.FileName.ToString(), entry.IsDirectory), Visible)
            {
                ShouldIncludePredicate = static (ref entry) =>
                    !entry.IsDirectory || !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            }];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{folder}: the folder cannot be read; check its permissions");
            yield break;
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach ((string name, bool isFolder) in entries)
        {
            if (!isFolder)
            {
                yield return below + name;
            }
        }

        foreach ((string name, bool isFolder) in entries)
        {
            if (recursive && isFolder && !_skippedFolders.Contains(Path.GetFullPath(Path.Combine(folder, name))))
            {
                foreach (string file in Files(root, below + name + "/", recursive, problems))
                {
                    yield return file;
                }
            }
        }
    }
}
