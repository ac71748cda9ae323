namespace Spotter.Apps.Sources;

/// <summary>
/// Makes pictures of what a user names: a picture, a folder, a glob, a list file (<c>.txt</c>, a source a line) or <c>-</c> for
/// a picture on standard input.
/// </summary>
/// <remarks>
/// <para>The order is that of the arguments, and within a folder by name. A source that does not exist or holds nothing comes as
/// a <see cref="PictureSource"/> with a problem, in its place, so that the others are worked on.</para>
/// <para>A relative line of a list file is looked for beside the list file first, then in the working folder; empty lines and
/// lines that begin with <c>#</c> are left out.</para>
/// </remarks>
public sealed class PictureSources
{
    private readonly SourceOptions _options;
    private readonly FolderWalk _walk;
    private readonly List<PictureSource> _found = [];
    private bool _hasStandardInput;

    private PictureSources(SourceOptions options)
    {
        _options = options;
        _walk = new FolderWalk(options.SkippedFolders.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Expands sources to pictures. The pictures themselves are not opened.</summary>
    /// <param name="sources">What the user named.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    public static IReadOnlyList<PictureSource> Expand(IEnumerable<string> sources, SourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var expansion = new PictureSources(options ?? new SourceOptions());
        foreach (string source in sources)
        {
            expansion.Add(source, list: null);
        }

        return expansion._found;
    }

    private void Add(string source, string? list)
    {
        if (source == PictureSource.StandardInput)
        {
            AddStandardInput();
        }
        else if (Directory.Exists(source))
        {
            AddFolder(source);
        }
        else if (File.Exists(source))
        {
            if (!HasExtension(source, ".txt"))
            {
                _found.Add(new PictureSource(source, Path.GetFileName(source)));
            }
            else if (list is null)
            {
                AddList(source);
            }
            else
            {
                Fail(source, $"is a list file named in the list {list}; name pictures or folders there");
            }
        }
        else if (Glob.HasWildcard(source))
        {
            AddGlob(source);
        }
        else
        {
            Fail(source, source.Length == 0
                ? "an empty name is no source; name a picture or a folder"
                : "there is no such file or folder; check the name");
        }
    }

    private void AddStandardInput()
    {
        if (_hasStandardInput)
        {
            Fail(PictureSource.StandardInput, "standard input can be read only once; name it once");
            return;
        }

        _hasStandardInput = true;
        _found.Add(new PictureSource(PictureSource.StandardInput, "stdin.jpg"));
    }

    private void AddFolder(string folder)
    {
        int before = _found.Count;
        var problems = new List<string>();
        foreach (string file in _walk.Files(folder, _options.Recursive, problems).Where(PictureFiles.IsPicture))
        {
            _found.Add(new PictureSource(Path.Combine(folder, file), file));
        }

        AddProblems(folder, problems);
        if (_found.Count == before)
        {
            bool hasSubfolder = !_options.Recursive && Directory.EnumerateDirectories(folder).Any();
            Fail(folder, $"the folder holds no pictures ({PictureFiles.Described}); "
                + (hasSubfolder ? "-r looks in its subfolders too" : "name another folder"));
        }
    }

    private void AddGlob(string pattern)
    {
        var glob = Glob.Parse(pattern);
        int before = _found.Count;
        var problems = new List<string>();
        string root = glob.Root.Length == 0 ? "." : glob.Root;
        if (Directory.Exists(root))
        {
            foreach (string file in _walk.Files(root, glob.IsRecursive, problems))
            {
                if (glob.Matches(file) && (glob.NamesExtension || PictureFiles.IsPicture(file)))
                {
                    _found.Add(new PictureSource(glob.Root + file, file));
                }
            }
        }

        AddProblems(pattern, problems);
        if (_found.Count == before)
        {
            Fail(pattern, "no picture matches; check the pattern");
        }
    }

    private void AddList(string path)
    {
        int before = _found.Count;
        try
        {
            string folder = Path.GetDirectoryName(path) ?? "";
            foreach (string line in File.ReadLines(path))
            {
                string source = line.Trim();
                if (source.Length > 0 && source[0] != '#')
                {
                    Add(FromList(source, folder), path);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(path, "the list cannot be read; check its permissions");
            return;
        }

        if (_found.Count == before)
        {
            Fail(path, "the list names no source; write one a line");
        }
    }

    private static string FromList(string source, string folder)
    {
        if (source == PictureSource.StandardInput)
        {
            return source;
        }

        string besideList = Path.Combine(folder, source);
        bool isThere = Path.Exists(besideList) || (Glob.HasWildcard(source) && !Path.Exists(source));
        return isThere ? besideList : source;
    }

    private void AddProblems(string source, List<string> problems)
    {
        foreach (string problem in problems)
        {
            _found.Add(new PictureSource(source, "") { Problem = problem });
        }
    }

    private void Fail(string source, string problem) =>
        _found.Add(new PictureSource(source, "") { Problem = $"{(source.Length == 0 ? "\"\"" : source)}: {problem}" });

    private static bool HasExtension(string path, string extension) =>
        Path.GetExtension(path.AsSpan()).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
