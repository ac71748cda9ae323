using System.Globalization;

namespace Spotter.Learning.Datasets;

/// <summary>
/// What a folder says of its pictures: FOLDER/CLASS/PICTURE, FOLDER/PART/CLASS/PICTURE or FOLDER/CLASS/PART/PICTURE
/// with parts named train or training, validation, valid or val, test or testing, in any case. Without a training part
/// the folders beside the others are it.
/// </summary>
internal sealed class FolderListing
{
    private readonly string _root;
    private readonly Func<string, bool> _isPicture;
    private readonly bool _isForTraining;
    private readonly FolderWalker _walker = new();
    private readonly List<PictureEntry> _entries = [];
    private readonly List<string> _notes = [];
    private readonly SortedDictionary<string, int> _otherFiles = new(StringComparer.Ordinal);

    private FolderListing(string root, Func<string, bool> isPicture, bool isForTraining)
    {
        _root = root;
        _isPicture = isPicture;
        _isForTraining = isForTraining;
    }

    /// <param name="folder">The folder.</param>
    /// <param name="isPicture">Tells pictures from other files by their names.</param>
    /// <param name="isForTraining">Whether there must be two classes to tell apart; else one is enough.</param>
    /// <exception cref="DatasetException">There are too few classes, or two folders of one part.</exception>
    public static PictureList List(string folder, Func<string, bool> isPicture, bool isForTraining = true) =>
        Directory.Exists(folder)
            ? new FolderListing(folder, isPicture, isForTraining).List()
            : throw new DatasetException($"{folder}: no such folder");

    private PictureList List()
    {
        IReadOnlyList<string> folders = _walker.Folders(_root);
        (DatasetPart Part, string Folder)[] parts =
        [
            .. folders
                .Where(folder => DatasetParts.Find(Path.GetFileName(folder)) is not null && HoldsClasses(folder))
                .Select(static folder => (DatasetParts.Find(Path.GetFileName(folder))!.Value, folder)),
        ];
        if (parts.GroupBy(static entry => entry.Part).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new DatasetException(
                $"{_root}: {string.Join(" and ", twice.Select(static entry => Path.GetFileName(entry.Folder)))} are "
                    + $"the same part ({DatasetParts.NameOf(twice.Key)}); keep one"
            );
        }

        foreach ((DatasetPart part, string folder) in parts.OrderBy(static entry => entry.Part))
        {
            AddClasses(_walker.Folders(folder), part);
            NoteStray(folder);
        }

        bool isClassFirst = false;
        string[] others = [.. folders.Except(parts.Select(static entry => entry.Folder), StringComparer.Ordinal)];
        if (parts.Any(static entry => entry.Part == DatasetPart.Train))
        {
            NoteBeside(others);
        }
        else
        {
            isClassFirst = parts.Length == 0 && IsClassFirst(others);
            AddClasses(others, parts.Length > 0 ? DatasetPart.Train : null, isClassFirst);
        }

        NoteStray(_root);
        NoteRest();
        DatasetPart? learned = _isForTraining && (parts.Length > 0 || isClassFirst) ? DatasetPart.Train : null;
        var list = new PictureList(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_root))),
            _entries,
            _notes
        );
        return list.ClassesOf(learned).Length >= (_isForTraining ? 2 : 1)
            ? list
            : throw TooFew(list.ClassesOf(learned), learned);
    }

    // A folder "train" with pictures right in it may be the class of trains; a part holds folders of pictures.
    private bool HoldsClasses(string folder) =>
        _walker.Folders(folder).Any(child => _walker.FilesBelow(child).Any(_isPicture));

    // Each class is divided by itself: no picture lies outside of a part, and some are there to learn from.
    private bool IsClassFirst(IEnumerable<string> folders)
    {
        DatasetPart?[] parts =
        [
            .. folders.SelectMany(folder =>
                _walker.FilesBelow(folder).Where(_isPicture).Select(file => PartWithin(folder, file))
            ),
        ];
        return parts.Contains(DatasetPart.Train) && !parts.Contains(null);
    }

    private static DatasetPart? PartWithin(string folder, string file) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is [var part, _, ..]
            ? DatasetParts.Find(part)
            : null;

    private void AddClasses(IEnumerable<string> folders, DatasetPart? part, bool isClassFirst = false)
    {
        foreach (string folder in folders)
        {
            int before = _entries.Count;
            foreach (string file in _walker.FilesBelow(folder))
            {
                if (_isPicture(file))
                {
                    DatasetPart? own = isClassFirst ? PartWithin(folder, file) : part;
                    _entries.Add(new PictureEntry(file, Relative(file), Path.GetFileName(folder), own, null, file));
                }
                else
                {
                    string extension = Path.GetExtension(file).ToLowerInvariant();
                    _otherFiles[extension] = _otherFiles.GetValueOrDefault(extension) + 1;
                }
            }

            if (_entries.Count == before)
            {
                _notes.Add($"left aside: {Relative(folder)} holds no pictures");
            }
        }
    }

    private void NoteBeside(string[] folders)
    {
        string[] holding =
        [
            .. folders
                .Where(folder => _walker.FilesBelow(folder).Any(_isPicture))
                .Select(Path.GetFileName)
                .OfType<string>(),
        ];
        if (holding.Length > 0)
        {
            bool isPart = holding.Any(static name => DatasetParts.Find(name) is not null);
            _notes.Add(
                $"left aside: {ClassNames.Listing(holding)}, beside the training "
                    + $"part{(isPart ? "; a part holds a folder of pictures for each class" : "")}"
            );
        }
    }

    private void NoteStray(string folder)
    {
        int count = FolderWalker.Files(folder).Count(_isPicture);
        if (count > 0)
        {
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left aside: {count} {(count == 1 ? "picture" : "pictures")} right in {folder}, in no class folder"
                )
            );
        }
    }

    private void NoteRest()
    {
        if (_otherFiles.Count > 0)
        {
            int count = _otherFiles.Values.Sum();
            IEnumerable<string> kinds = _otherFiles.Select(static entry =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(entry.Key.Length == 0 ? "without extension" : entry.Key)} {entry.Value}"
                )
            );
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left aside: {count} {(count == 1 ? "file that is no picture" : "files that are no pictures")} "
                        + $"({ClassNames.Listing(kinds)})"
                )
            );
        }

        foreach (string link in _walker.Circles)
        {
            _notes.Add($"left aside: {Relative(link)}, a link to a folder around it");
        }
    }

    private DatasetException TooFew(string[] found, DatasetPart? part)
    {
        string classes = found.Length == 0 ? "found none" : $"found {found[0]} alone";
        if (part is null && found.Length == 1 && HoldsClasses(Path.Combine(_root, found[0])))
        {
            classes += $", which holds folders itself: name {Path.Combine(_root, found[0])}";
        }

        string table = FolderWalker
            .Files(_root)
            .FirstOrDefault(static file => Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            is { } csv
            ? $"; it holds {Path.GetFileName(csv)}: name that where it lists the pictures"
            : "";
        string where = part is null ? _root : $"the training part of {_root}";
        string least = _isForTraining ? "at least two folders with pictures, " : "";
        return new DatasetException(
            $"{where}: a data set needs {least}a folder of pictures for each class; {classes}{table}"
        );
    }

    private string Relative(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
}
