using Spotter.Sources;

namespace Spotter.Workshop.Labels;

/// <summary>
/// Which pictures and which files of labels of a YOLO data set belong together, however it is laid out: <c>images/</c>
/// and <c>labels/</c>, <c>train/images/</c> and <c>train/labels/</c>, <c>images/train/</c> and <c>labels/train/</c>, or
/// all in one folder.
/// </summary>
internal sealed class YoloLayout
{
    private const string LabelFolder = "labels";
    private const string PictureFolder = "images";
    private static readonly string[] OtherTexts =
    [
        "classes.txt",
        "train.txt",
        "val.txt",
        "valid.txt",
        "test.txt",
        "requirements.txt",
    ];

    private readonly LabelCollection _collection;
    private readonly Dictionary<string, string> _pictures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    private YoloLayout(LabelCollection collection) => _collection = collection;

    /// <summary>Whether there are files that may be labels where <see cref="Find"/> would look for them.</summary>
    public static bool HasTexts(string folder) =>
        Roots(folder, null) is var (_, labels)
        && Directory.Exists(labels)
        && Directory.EnumerateFiles(labels, "*.txt", SearchOption.AllDirectories).Any();

    /// <summary>Pairs pictures and labels; those that cannot be paired are told to the collection.</summary>
    /// <param name="folders">The folders that hold the data set, or parts of it.</param>
    /// <param name="collection">Told of what was left out, and why.</param>
    public static IReadOnlyList<YoloPair> Find(IReadOnlyList<string> folders, LabelCollection collection)
    {
        var layout = new YoloLayout(collection);
        for (int i = 0; i < folders.Count; i++)
        {
            layout.Walk(folders[i], $"{i}/");
        }

        return layout.Pair();
    }

    // Of ds/labels/train the pictures are in ds/images/train, and the other way round.
    private static (string Pictures, string Labels) Roots(string folder, string? given)
    {
        string below = Path.Combine(folder, LabelFolder);
        string labels = Directory.Exists(below) ? below : Counterpart(folder, PictureFolder, LabelFolder) ?? folder;
        if (given is not null)
        {
            return (given, labels);
        }

        string pictures = Path.Combine(folder, PictureFolder);
        return Directory.Exists(below) && Directory.Exists(pictures) ? (pictures, below)
            : Counterpart(folder, LabelFolder, PictureFolder) is { } beside ? (beside, folder)
            : IsNamed(folder, LabelFolder) && !Directory.EnumerateFiles(folder).Any(PictureFiles.IsPicture)
                ? (Path.Combine(folder, ".."), folder)
            : (folder, labels);
    }

    private static bool IsNamed(string folder, string name) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
            .Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string? Counterpart(string folder, string name, string other)
    {
        string[] parts = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)).Split(Path.DirectorySeparatorChar);
        int at = Array.FindLastIndex(parts, part => part.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return null;
        }

        parts[at] = other;
        string path = string.Join(Path.DirectorySeparatorChar, parts);
        return Directory.Exists(path) ? path : null;
    }

    private void Walk(string folder, string prefix)
    {
        (string pictures, string labels) = Roots(folder, _collection.Options.PictureFolder);
        var problems = new List<string>();
        var walk = new FolderWalk();
        foreach (string file in walk.Files(pictures, recursive: true, problems).Where(PictureFiles.IsPicture))
        {
            _pictures.TryAdd(Path.Combine(pictures, file), prefix + Key(file));
        }

        // A list train.txt is no labels, unless there is a picture train.jpg and the file holds numbers.
        HashSet<string> keys = [.. _pictures.Values];
        foreach (string file in walk.Files(labels, recursive: true, problems).Where(IsText))
        {
            string key = prefix + Key(file);
            string path = Path.Combine(labels, file);
            if (
                !OtherTexts.Contains(Path.GetFileName(file), StringComparer.OrdinalIgnoreCase)
                || (keys.Contains(key) && HoldsLabels(path))
            )
            {
                _labels.TryAdd(path, key);
            }
        }

        foreach (string problem in problems.Distinct(StringComparer.Ordinal))
        {
            _collection.Problem(problem);
        }
    }

    private List<YoloPair> Pair()
    {
        ILookup<string, string> labels = _labels.ToLookup(
            static file => file.Value,
            static file => file.Key,
            StringComparer.Ordinal
        );
        HashSet<string> keys = [.. _pictures.Values];
        KeyValuePair<string, string>[] lone = [.. _pictures.Where(picture => !labels.Contains(picture.Value))];
        string[] unpaired = [.. _labels.Where(file => !keys.Contains(file.Value)).Select(static file => file.Key)];

        // What lies elsewhere in the data set goes by its name alone.
        ILookup<string, string> byName = unpaired.ToLookup(NameOf, StringComparer.Ordinal);
        ILookup<string, string> loneByName = lone.ToLookup(
            static picture => NameOf(picture.Key),
            static picture => picture.Key,
            StringComparer.Ordinal
        );
        HashSet<string> labelled = [.. _labels.Values.Select(FolderOf)];
        var pairs = new List<YoloPair>();
        var homeless = new List<string>();
        foreach ((string picture, string key) in _pictures)
        {
            string[] files = [.. labels.Contains(key) ? labels[key] : byName[NameOf(picture)]];
            if (
                files.Length > 1
                || (files.Length == 1 && !labels.Contains(key) && loneByName[NameOf(picture)].Count() > 1)
            )
            {
                _collection.Problem(
                    $"{picture}: it cannot be told whether {files[0]} is about it, for "
                        + $"{(files.Length > 1 ? $"so may be {files[1]}" : "there is another picture of that name")}; "
                        + $"it is left out"
                );
            }
            else if (files.Length == 1 || labelled.Contains(FolderOf(key)))
            {
                pairs.Add(new YoloPair(picture, files.FirstOrDefault()));
            }
            else
            {
                homeless.Add(picture);
            }
        }

        SayHomeless(homeless);
        SayUnpaired([.. unpaired.Where(file => !loneByName.Contains(NameOf(file)))]);
        return pairs;
    }

    private void SayHomeless(List<string> pictures)
    {
        if (pictures.Count > 0)
        {
            _collection.Note(
                $"{pictures.Count:N0} {(pictures.Count == 1 ? "picture is" : "pictures are")} left out, for none of "
                    + $"their folder has a file of labels (an empty .txt says that a picture is background); the "
                    + $"first: {pictures[0]}"
            );
        }
    }

    private void SayUnpaired(IReadOnlyList<string> files)
    {
        string where = _collection.Options.PictureFolder is { } given ? $" in {given}" : "";
        foreach (string file in files.Where(HoldsLabels))
        {
            _collection.Problem(
                $"{file}: there is no picture '{NameOf(file)}' ({PictureFiles.Described}){where}; check the name, or "
                    + $"say with --pictures where the pictures are"
            );
        }
    }

    // A README is no labels; an empty file, or one of numbers, is.
    private static bool HoldsLabels(string file)
    {
        string? first = File.ReadLines(file).FirstOrDefault(static line => !string.IsNullOrWhiteSpace(line));
        return first is null || first.AsSpan().Trim() is [>= '0' and <= '9', ..];
    }

    private static bool IsText(string file) => file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    // train/images/a.jpg and train/labels/a.txt have the key train/a.
    private static string Key(string file) =>
        string.Join(
            '/',
            Path.ChangeExtension(file, null)!
                .Split('/')
                .Where(
                    (part, i) =>
                        i == file.Count(static c => c == '/')
                        || !(
                            part.Equals(PictureFolder, StringComparison.OrdinalIgnoreCase)
                            || part.Equals(LabelFolder, StringComparison.OrdinalIgnoreCase)
                        )
                )
        );

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string FolderOf(string key) => key.LastIndexOf('/') is >= 0 and var slash ? key[..slash] : "";
}

/// <summary>A picture and its file of labels; null where it has none and is background.</summary>
internal readonly record struct YoloPair(string Picture, string? Labels);
