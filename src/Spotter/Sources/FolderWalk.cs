using System.IO.Enumeration;
using Spotter.Files;

namespace Spotter.Sources;

/// <summary>
/// The files of a folder, in an order that is the same on every machine: by ordinal name, a folder's own files before
/// those of its subfolders. Only files: opening a pipe would wait for somebody to write into it.
/// </summary>
internal sealed class FolderWalk
{
    // What stands in a name for bytes that are no UTF-8. The file is there, and cannot be named.
    private const char NoCharacter = '\uFFFD';

    private static readonly EnumerationOptions All = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    private readonly IReadOnlySet<string>? _skippedFolders;
    private readonly LeftOut _leftOut;
    private readonly Func<string, bool> _isNamed;

    /// <param name="skippedFolders">Full paths of folders that are not entered: a run's own outputs are no
    /// input. Null enters all.</param>
    /// <param name="leftOut">Gets what is passed by; null where nobody asks.</param>
    /// <param name="isNamed">Whether a file, by its path relative to the folder, is asked for at all: of others nothing
    /// is said, be they as odd as they may. Null asks for all.</param>
    public FolderWalk(
        IReadOnlySet<string>? skippedFolders = null,
        LeftOut? leftOut = null,
        Func<string, bool>? isNamed = null
    )
    {
        _skippedFolders = skippedFolders;
        _leftOut = leftOut ?? new LeftOut();
        _isNamed = isNamed ?? (static _ => true);
    }

    /// <summary>Why a path leads to no file although it looks like one, where that is so.</summary>
    public static string? Explain(string path) =>
        path.Contains(NoCharacter, StringComparison.Ordinal)
            ? "the name is not UTF-8 and cannot be opened; rename it (convmv -f latin1 -t utf8 --notest does that)"
            : null;

    /// <summary>Paths relative to <paramref name="root"/>, with <c>/</c> between the parts.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="recursive">Whether subfolders are entered. Links to folders are not: they may lead in
    /// circles.</param>
    /// <param name="problems">Gets a line for each folder that cannot be read, and for each file that cannot be
    /// named.</param>
    public IEnumerable<string> Files(string root, bool recursive, List<string> problems) =>
        Files(root, "", recursive, problems);

    private IEnumerable<string> Files(string root, string below, bool recursive, List<string> problems)
    {
        string folder = Path.Combine(root, below);
        List<Entry> entries;
        try
        {
            entries =
            [
                .. new FileSystemEnumerable<Entry>(
                    folder,
                    static (ref entry) =>
                        new Entry(entry.FileName.ToString(), entry.IsDirectory, entry.IsHidden, entry.Attributes),
                    All
                ),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{folder}: {Explain(folder) ?? "the folder cannot be read; check its permissions"}");
            yield break;
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (Entry entry in entries.Where(static entry => !entry.IsFolder))
        {
            if (_isNamed(below + entry.Name) && IsFile(Path.Combine(folder, entry.Name), entry, problems))
            {
                yield return below + entry.Name;
            }
        }

        foreach (Entry entry in entries.Where(static entry => entry.IsFolder))
        {
            if (Enters(Path.Combine(folder, entry.Name), entry, recursive))
            {
                foreach (string file in Files(root, below + entry.Name + "/", recursive, problems))
                {
                    yield return file;
                }
            }
        }
    }

    private bool IsFile(string path, Entry entry, List<string> problems)
    {
        if (entry.IsHidden)
        {
            if (entry.Name != OutputManifest.FileName)
            {
                _leftOut.Add("hidden file", "hidden files");
            }

            return false;
        }

        switch (FileIdentity.Of(path)?.Type)
        {
            case FileType.Pipe:
                _leftOut.Add("pipe", "pipes");
                return false;
            case FileType.Socket:
                _leftOut.Add("socket", "sockets");
                return false;
            case FileType.CharacterDevice or FileType.BlockDevice:
                _leftOut.Add("device", "devices");
                return false;
            case FileType.File:
                return true;
        }

        if (Explain(entry.Name) is { } problem)
        {
            problems.Add($"{path}: {problem}");
            return false;
        }

        if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && LeadsNowhere(path))
        {
            _leftOut.Add("broken link", "broken links");
            return false;
        }

        return true;
    }

    // A link in a circle leads nowhere too. That a link exists says nothing about what it names.
    private static bool LeadsNowhere(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true) is { Exists: false };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private bool Enters(string path, Entry entry, bool recursive)
    {
        if (_skippedFolders?.Contains(Path.GetFullPath(path)) == true)
        {
            return false;
        }

        if (entry.IsHidden)
        {
            _leftOut.Add("hidden folder", "hidden folders");
            return false;
        }

        if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            _leftOut.Add("link to a folder", "links to folders");
            return false;
        }

        if (!recursive)
        {
            _leftOut.Add("subfolder (-r enters it)", "subfolders (-r enters them)");
        }

        return recursive;
    }

    private readonly record struct Entry(string Name, bool IsFolder, bool IsHidden, FileAttributes Attributes);
}
