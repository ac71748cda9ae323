namespace Spotter.Workshop.Tracks;

/// <summary>A sequence with known truth.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Truth">Its ground truth.</param>
/// <param name="Other">What is compared with it: a tracker's output, or detections to track.</param>
internal sealed record TrackingSequence(string Name, string Truth, string Other)
{
    private const string TruthName = "gt";
    private const string DetectionName = "det";
    private const string Extension = ".txt";

    /// <summary>
    /// Pairs ground truth with what a user compares it with. Either both are files, or both are folders that hold a
    /// file, or a folder, for each sequence.
    /// </summary>
    /// <param name="truth">A file; a folder with <c>gt.txt</c> or <c>gt/gt.txt</c>; or a folder of such folders, or of
    /// files.</param>
    /// <param name="other">The same, with <c>det.txt</c> or <c>det-LABEL.txt</c> where it is detections.</param>
    /// <param name="label">The class.</param>
    /// <exception cref="SpotterException">Something is missing.</exception>
    public static IReadOnlyList<TrackingSequence> Find(string truth, string other, string label)
    {
        (string Name, string Path)[] truths = Truths(truth);
        if (truths.Length == 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{truth}: holds no ground truth; name a gt.txt, or a folder of sequences with a gt.txt each"
            );
        }

        if (truths.Length > 1 && TrackLines.Exist(other))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{other}: is one file, for {truths.Length} sequences in {truth}; name a folder with a file for each"
            );
        }

        return [.. truths.Select(one => new TrackingSequence(one.Name, one.Path, Counterpart(one.Name, other, label)))];
    }

    private static (string Name, string Path)[] Truths(string truth)
    {
        if (TrackLines.Exist(truth))
        {
            return [(NameOf(truth), truth)];
        }

        if (!Directory.Exists(truth))
        {
            throw new SpotterException(SpotterErrorKind.Missing, $"{truth}: no such file or folder");
        }

        if (In(truth, TruthName) is { } own)
        {
            return [(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(truth))), own)];
        }

        (string Name, string Path)[] folders =
        [
            .. Directory
                .GetDirectories(truth)
                .Order(StringComparer.Ordinal)
                .Select(static folder => (Name: Path.GetFileName(folder), Path: In(folder, TruthName)))
                .Where(static one => one.Path is not null)
                .Select(static one => (one.Name, one.Path!)),
        ];
        return folders.Length > 0
            ? folders
            :
            [
                .. Directory
                    .GetFiles(truth)
                    .Where(static file =>
                        TrackLines.WithoutGzip(file).EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
                    )
                    .Order(StringComparer.Ordinal)
                    .Select(static file => (TrackLines.NameOf(file), file)),
            ];
    }

    private static string Counterpart(string name, string other, string label)
    {
        if (TrackLines.Exist(other))
        {
            return other;
        }

        string own = Path.Combine(other, name);
        string?[] places =
        [
            In(own, $"{DetectionName}-{label}"),
            In(own, DetectionName),
            File(other, name),
            In(other, $"{DetectionName}-{label}"),
            In(other, DetectionName),
        ];
        return Array.Find(places, static place => place is not null)
            ?? throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{other}: has nothing for the sequence {name}; it would be {name}{Extension} or {name}/det{Extension}"
            );
    }

    /// <summary>A file of a name in a folder, or, as MOTChallenge has it, in a folder of that name in it.</summary>
    private static string? In(string folder, string name) =>
        File(folder, name) ?? File(Path.Combine(folder, name), name);

    private static string? File(string folder, string name) =>
        Path.Combine(folder, name + Extension) is var path && TrackLines.Exist(path) ? path : null;

    // A gt.txt says nothing; its folder does.
    private static string NameOf(string truth)
    {
        string name = TrackLines.NameOf(truth);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(truth));
        folder = name == TruthName && Path.GetFileName(folder) == TruthName ? Path.GetDirectoryName(folder) : folder;
        return name == TruthName && folder is not null ? Path.GetFileName(folder) : name;
    }
}
