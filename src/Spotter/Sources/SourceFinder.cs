using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Videos;

namespace Spotter.Sources;

/// <summary>Finds the pictures and the videos behind what a user names, and counts what is neither.</summary>
internal sealed class SourceFinder
{
    private const string FilePrefix = "file://";

    private readonly SourceOptions _options;
    private readonly IReadOnlySet<string> _skipped;
    private readonly List<PictureSource> _found = [];
    private readonly List<VideoFound> _videos = [];
    private readonly LeftOut _leftOut = new();
    private bool _hasStandardInput;

    public SourceFinder(SourceOptions options)
    {
        _options = options;
        _skipped = options.SkippedFolders.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<PictureSource> Pictures => _found;

    public IReadOnlyList<VideoFound> Videos => _videos;

    public LeftOut LeftOut => _leftOut;

    private int Found => _found.Count + _videos.Count;

    public void Add(string source, string? list = null)
    {
        if (source == PictureSource.StandardInput)
        {
            AddStandardInput();
        }
        else if (_options.WithVideos && IsCamera(source))
        {
            AddVideo(VideoSource.Parse(source), "");
        }
        else if (Directory.Exists(source) && !IsNamedAsVideo(source))
        {
            AddFolder(source);
        }
        else if (File.Exists(source) || Directory.Exists(source))
        {
            AddFile(source, list);
        }
        else if (
            _options.WithVideos
            && WebAddress.TryParse(source, out Uri? address)
            && WebAddress.HoldsPicture(address)
        )
        {
            _found.Add(WebAddress.ToPicture(address));
        }
        else if (_options.WithVideos && VideoFiles.IsVideo(source))
        {
            // A file that only is named so is missing, which opening it says.
            AddVideo(VideoSource.Parse(source), Path.GetFileName(source));
        }
        else if (
            source.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(source, UriKind.Absolute, out Uri? file)
        )
        {
            Add(file.LocalPath, list);
        }
        else if (Glob.HasWildcard(source))
        {
            AddGlob(source);
        }
        else
        {
            Fail(
                source,
                source.Length == 0
                    ? "an empty name is no source; name a picture or a folder"
                    : FolderWalk.Explain(source) ?? "there is no such file or folder; check the name"
            );
        }
    }

    private static bool IsCamera(string source) =>
        !string.IsNullOrWhiteSpace(source) && VideoSource.Parse(source).Kind == VideoSourceKind.Camera;

    // An empty folder of such a name is no less wrong than a video that cannot be read.
    private bool IsNamedAsVideo(string folder) =>
        _options.WithVideos && VideoFiles.IsVideo(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    private void AddFile(string source, string? list)
    {
        if (HasExtension(source, ".txt"))
        {
            if (list is null)
            {
                AddList(source);
            }
            else
            {
                Fail(source, $"is a list file named in the list {list}; name pictures or folders there");
            }
        }
        else if (
            FileIdentity.Of(source)?.Type
            is FileType.Pipe
                or FileType.Socket
                or FileType.CharacterDevice
                or FileType.BlockDevice
        )
        {
            Fail(
                source,
                "is no file but a pipe or device; send what it gives to standard input and name - as the source"
            );
        }
        else if (_options.WithVideos && (VideoFiles.IsVideo(source) || _options.IsWantedAsVideo(source)))
        {
            AddVideo(VideoSource.Parse(source), Path.GetFileName(source));
        }
        else
        {
            _found.Add(new PictureSource(source, Path.GetFileName(source)));
        }
    }

    private void AddVideo(VideoSource source, string outputPath) => _videos.Add(new VideoFound(source, outputPath));

    private void AddStandardInput()
    {
        if (_hasStandardInput)
        {
            Fail(PictureSource.StandardInput, "standard input can be read only once; name it once");
            return;
        }

        _hasStandardInput = true;
        if (_options.WithVideos && _options.IsInputVideo())
        {
            AddVideo(VideoSource.Parse(PictureSource.StandardInput), "stdin.mp4");
            return;
        }

        _found.Add(new PictureSource(PictureSource.StandardInput, "stdin.jpg"));
    }

    private void AddFolder(string folder)
    {
        int before = Found;
        var problems = new List<string>();
        var leftOut = new LeftOut();
        foreach (string file in new FolderWalk(_skipped, leftOut).Files(folder, _options.Recursive, problems))
        {
            AddOf(Path.Combine(folder, file), file, isWanted: false, leftOut);
        }

        AddProblems(folder, problems);
        if (Found == before)
        {
            bool hasSubfolder = !_options.Recursive && Directory.EnumerateDirectories(folder).Any();
            string others = _options.WithVideos && !leftOut.IsEmpty ? $", only {leftOut}" : "";
            Fail(
                folder,
                $"the folder holds no pictures ({PictureFiles.Described}){others}; "
                    + (hasSubfolder ? "-r looks in its subfolders too" : "name another folder")
            );
            return;
        }

        _leftOut.Add(leftOut);
    }

    private void AddGlob(string pattern)
    {
        var glob = Glob.Parse(pattern);
        int before = Found;
        var problems = new List<string>();
        string root = glob.Root.Length == 0 ? "." : glob.Root;
        if (Directory.Exists(root))
        {
            // What a pattern does not name was not asked for: it is not counted, and is no problem.
            var walk = new FolderWalk(_skipped, isNamed: glob.Matches);
            foreach (string file in walk.Files(root, glob.IsRecursive, problems))
            {
                AddOf(glob.Root + file, file, glob.NamesExtension, _leftOut);
            }
        }

        AddProblems(pattern, problems);
        if (Found == before)
        {
            Fail(pattern, "no picture matches; check the pattern");
        }
    }

    /// <summary>Adds a file of a folder as what it holds.</summary>
    private void AddOf(string path, string outputPath, bool isWanted, LeftOut leftOut)
    {
        if (!_options.WithVideos)
        {
            if (isWanted || PictureFiles.IsPicture(path))
            {
                _found.Add(new PictureSource(path, outputPath));
            }

            return;
        }

        // Most are named as pictures are, and not opened before they are read.
        if (PictureFiles.IsPicture(path))
        {
            _found.Add(new PictureSource(path, outputPath));
            return;
        }

        ReadOnlySpan<byte> head = VideoFiles.Head(path);
        bool isPicture = PictureSignature.Recognise(head) is not null;
        if (!isPicture && (VideoFiles.IsNamedAsVideo(path) || VideoFiles.IsVideo(head)))
        {
            AddVideo(new VideoSource(VideoSourceKind.File, path), outputPath);
        }
        else if (isPicture || isWanted)
        {
            _found.Add(new PictureSource(path, outputPath));
        }
        else
        {
            leftOut.AddFile(path, head);
        }
    }

    private void AddList(string path)
    {
        int before = Found;
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

        if (Found == before)
        {
            Fail(path, "the list names no source; write one a line");
        }
    }

    private static string FromList(string source, string folder)
    {
        if (source == PictureSource.StandardInput || source.Contains("://", StringComparison.Ordinal))
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
