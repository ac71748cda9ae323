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

    /// <summary>All runs, the oldest first.</summary>
    public IReadOnlyList<RunFolder> List() =>
        !Directory.Exists(Folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(Folder)
                    .Select(static path => new RunFolder(path))
                    .Where(static run => File.Exists(run.ConfigurationPath))
                    .OrderBy(static run => File.GetLastWriteTimeUtc(run.ConfigurationPath))
                    .ThenBy(static run => run.Name, StringComparer.Ordinal),
            ];

    /// <summary>The run of that name in this repository, or in a folder that is named by its path.</summary>
    /// <exception cref="RunException">There is none; the message says what there is.</exception>
    public RunFolder Find(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        foreach (string path in new[] { Path.Combine(Folder, nameOrPath), nameOrPath })
        {
            var run = new RunFolder(path);
            if (File.Exists(run.ConfigurationPath))
            {
                return run;
            }
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
}
