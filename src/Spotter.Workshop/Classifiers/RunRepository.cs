using System.Globalization;
using Spotter.Files;
using Spotter.Networks.Text;

namespace Spotter.Workshop.Classifiers;

/// <summary>The runs below one folder.</summary>
/// <param name="folder">Where runs are kept; made when the first one is.</param>
public sealed class RunRepository(string folder)
{
    /// <summary>Where the tool keeps runs unless told otherwise.</summary>
    public const string DefaultFolder = "runs";

    private const int LongestName = 80;

    /// <summary>The folder of all runs.</summary>
    public string Folder { get; } = folder;

    /// <summary>All runs of classifiers, the oldest first.</summary>
    public IReadOnlyList<RunFolder> List() => List(static run => run.ConfigurationPath);

    /// <summary>All runs of detectors, the oldest first.</summary>
    public IReadOnlyList<RunFolder> ListDetectors() => List(static run => run.DetectorPath);

    /// <summary>The detector's run of that name in this repository, or in a folder; null where there is none.</summary>
    public RunFolder? FindDetector(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        return Places(nameOrPath).FirstOrDefault(static run => run.IsDetector);
    }

    /// <summary>The classifier's run of that name, as the detector's; null where there is none.</summary>
    public RunFolder? FindClassifier(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        return Places(nameOrPath).FirstOrDefault(static run => File.Exists(run.ConfigurationPath));
    }

    /// <summary>
    /// The classifier's run of that name in this repository, or in a folder that is named by its path.
    /// </summary>
    /// <exception cref="RunException">There is none; the message says what there is.</exception>
    public RunFolder Find(string nameOrPath)
    {
        if (FindClassifier(nameOrPath) is { } found)
        {
            return found;
        }

        if (FindDetector(nameOrPath) is { } detector)
        {
            throw new RunException(
                $"{nameOrPath}: is the run of a detector, and a classifier is wanted; spotter detect --model "
                    + $"{detector.NetworkPath} uses it"
            );
        }

        IReadOnlyList<RunFolder> all = List();
        string known =
            all.Count == 0
                ? $"{Folder} holds none"
                : $"the last ones are {string.Join(", ", all.TakeLast(5).Select(static run => run.Name))}";
        throw new RunException(
            $"{nameOrPath}: is no training run"
                + NearestName.Hint(nameOrPath, all.Select(static run => run.Name), known)
        );
    }

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="stem">The name begins so; letters, digits, dots and dashes of it are kept.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    internal RunFolder Create(string stem)
    {
        string clean = string.Concat(
                stem.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-')
            )
            .Trim('-', '.');
        clean = clean.Length == 0 ? "run" : clean[..Math.Min(clean.Length, LongestName)];
        Directory.CreateDirectory(Folder);
        for (int number = 1; ; number++)
        {
            var run = new RunFolder(
                Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{clean}-{number}"))
            );
            if (!Directory.Exists(run.FullPath) && NumberedFolder.TryClaim(run.FullPath, ".claim"))
            {
                return run;
            }
        }
    }

    private IEnumerable<RunFolder> Places(string nameOrPath) =>
        [new RunFolder(Path.Combine(Folder, nameOrPath)), new RunFolder(nameOrPath)];

    private RunFolder[] List(Func<RunFolder, string> configuration) =>
        !Directory.Exists(Folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(Folder)
                    .Select(static path => new RunFolder(path))
                    .Where(run => File.Exists(configuration(run)))
                    .OrderBy(run => File.GetLastWriteTimeUtc(configuration(run)))
                    .ThenBy(static run => run.Name, StringComparer.Ordinal),
            ];
}
