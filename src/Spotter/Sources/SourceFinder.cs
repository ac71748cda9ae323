using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Sources.Archives;
using Spotter.Sources.Stores;
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
    private readonly Dictionary<string, ArchivePictures> _archives = new(StringComparer.Ordinal);
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
        else if (ObjectStores.TryParse(source, out string bucket, out string key))
        {
            AddStored(source, bucket, key);
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
            WebAddress.TryParse(source, out Uri? address)
            && (_options.WithVideos || Archive.Split(source + "/-") is not null)
        )
        {
            AddAddress(source, address, isListed: list is not null);
        }
        else if (Archive.Split(source) is { } inArchive && File.Exists(inArchive.Archive))
        {
            AddArchive(inArchive.Archive, () => new FileRanges(inArchive.Archive), inArchive.Entry);
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

    private void AddAddress(string source, Uri address, bool isListed)
    {
        if (Archive.IsNamedSo(address.AbsolutePath))
        {
            AddArchive(source, () => new WebRanges(address), null);
        }
        else if (Archive.Split(source) is { } inArchive && WebAddress.TryParse(inArchive.Archive, out Uri? archive))
        {
            AddArchive(inArchive.Archive, () => new WebRanges(archive), inArchive.Entry);
        }
        else if (
            // A list may have millions, and each would be asked for.
            (isListed && PictureFiles.IsPicture(address.AbsolutePath)) || WebAddress.HoldsPicture(address)
        )
        {
            _found.Add(WebAddress.ToPicture(address));
        }
        else
        {
            AddVideo(VideoSource.Parse(source), Path.GetFileName(source));
        }
    }

    /// <summary>Adds an object of a store, an archive there, or all pictures whose names begin so.</summary>
    private void AddStored(string source, string bucket, string key)
    {
        IObjectStore store = ObjectStores.S3!.Value;
        if (Archive.IsNamedSo(key))
        {
            AddArchive(source, () => new StoredRanges(store, bucket, key), null);
        }
        else if (Archive.Split(key) is { } inArchive)
        {
            string archive = source[..(source.Length - inArchive.Entry.Length - 1)];
            AddArchive(archive, () => new StoredRanges(store, bucket, inArchive.Archive), inArchive.Entry);
        }
        else if (PictureFiles.IsPicture(key))
        {
            _found.Add(Stored(store, bucket, key, Path.GetFileName(key)));
        }
        else
        {
            AddStoredFolder(source, store, bucket, key.Length == 0 || key.EndsWith('/') ? key : key + "/");
        }
    }

    private void AddStoredFolder(string source, IObjectStore store, string bucket, string prefix)
    {
        int before = Found;
        var leftOut = new LeftOut();
        try
        {
            foreach (string key in store.List(bucket, prefix, _options.Recursive).Order(StringComparer.Ordinal))
            {
                if (key.EndsWith('/'))
                {
                    leftOut.Add("subfolder (-r enters it)", "subfolders (-r enters them)");
                }
                else if (PictureFiles.IsPicture(key))
                {
                    _found.Add(Stored(store, bucket, key, key[prefix.Length..]));
                }
                else
                {
                    leftOut.AddFile(key, []);
                }
            }
        }
        catch (IOException e)
        {
            Fail(source, e.Message);
            return;
        }

        if (Found == before)
        {
            string others = leftOut.IsEmpty ? "" : $", only {leftOut}";
            Fail(
                source,
                $"holds no pictures ({PictureFiles.Described}){others}; check the name, or look deeper with -r"
            );
            return;
        }

        _leftOut.Add(leftOut);
    }

    private static PictureSource Stored(IObjectStore store, string bucket, string key, string outputPath)
    {
        string name = $"s3://{bucket}/{key}";
        return Archive.LeadsOut(outputPath)
            ? new PictureSource(name, "")
            {
                Problem = $"{name}: its name leads out of the folder of outputs; rename it",
            }
            : new PictureSource(name, outputPath)
            {
                Content = stop => store.ReadAll(bucket, key, Archive.MostBytes, stop),
            };
    }

    /// <summary>Adds the pictures of an archive, or the one that is named.</summary>
    private void AddArchive(string path, Func<IByteRanges> open, string? entry)
    {
        if (!_archives.TryGetValue(path, out ArchivePictures? pictures))
        {
            pictures = ArchivePictures.Open(path, open);
            _archives.Add(path, pictures);
        }

        if (pictures.Problem is { } problem)
        {
            Fail(entry is null ? path : $"{path}/{entry}", problem);
        }
        else if (entry is not null)
        {
            if (pictures.Find(entry) is { } one)
            {
                _found.Add(one);
            }
            else
            {
                Fail($"{path}/{entry}", "there is no such file in the archive; check the name");
            }
        }
        else if (pictures.All.Count > 0)
        {
            _found.AddRange(pictures.All);
            _leftOut.Add(pictures.LeftOut);
        }
        else
        {
            Fail(path, $"the archive holds no pictures ({PictureFiles.Described}); name another one");
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
        else if (Archive.IsNamedSo(source))
        {
            AddArchive(source, () => new FileRanges(source), null);
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
        bool isThere =
            Path.Exists(besideList)
            || (Archive.Split(besideList) is { } inArchive && File.Exists(inArchive.Archive))
            || (Glob.HasWildcard(source) && !Path.Exists(source));
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
