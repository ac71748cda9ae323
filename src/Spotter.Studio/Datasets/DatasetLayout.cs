using Spotter.Learning.Datasets;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>
/// Where the pictures of a tree of folders belong, as the tool reads such a tree: CLASS/.../PICTURE,
/// PART/CLASS/.../PICTURE, or CLASS/PART/.../PICTURE where all are in such. A folder around all of them means nothing,
/// folders within a class neither, and hidden ones are not there. Beside a training part there is nothing else;
/// without one, the folders beside the other parts are it.
/// </summary>
internal sealed class DatasetLayout
{
    // A class and a file.
    private const int Least = 2;
    private static readonly char[] Separators = ['/', '\\'];

    private readonly Dictionary<string, string> _partFolders = new(StringComparer.Ordinal);
    private readonly bool _isClassFirst;
    private readonly Dictionary<string, string> _originals = new(StringComparer.OrdinalIgnoreCase);

    private DatasetLayout(IReadOnlyList<string[]> pictures)
    {
        foreach (
            string folder in pictures
                .Where(static names => names.Length > Least)
                .Select(static names => names[0])
                .Distinct(StringComparer.Ordinal)
        )
        {
            if (ClassName.PartOf(folder) is not { } part)
            {
                continue;
            }

            if (!_partFolders.TryAdd(part, folder))
            {
                throw ProblemException.BadRequest(
                    $"{_partFolders[part]} and {folder} are the same part ({part}); keep one"
                );
            }
        }

        string?[] within = [.. pictures.Where(static names => names.Length >= Least).Select(PartWithin)];
        _isClassFirst = _partFolders.Count == 0 && within.Contains(ClassName.Train) && !within.Contains(null);
    }

    /// <summary>The place of each picture; null for one that is in no class.</summary>
    /// <param name="paths">Names with the folders before them.</param>
    /// <exception cref="ProblemException">Two folders are one part, or two classes would get one name.</exception>
    public static DatasetPlace?[] Of(IEnumerable<string> paths)
    {
        string[][] all =
        [
            .. paths.Select(static path => path.Split(Separators, StringSplitOptions.RemoveEmptyEntries)),
        ];
        int around = FoldersAround([.. all.Where(IsInAFolder)]);
        var layout = new DatasetLayout([.. all.Where(IsInAFolder).Select(names => names[around..])]);
        return [.. all.Select(names => IsInAFolder(names) ? layout.PlaceOf(names[around..]) : null)];
    }

    private static bool IsInAFolder(string[] names) => names.Length >= Least && !names.Any(FolderWalker.IsHiddenName);

    // While a folder is around all pictures, and more than a class in it.
    private static int FoldersAround(string[][] pictures)
    {
        int around = 0;
        string[][] deep = pictures;
        while (deep.Any(names => names.Length - around > Least) && deep.All(names => names[around] == deep[0][around]))
        {
            around++;
            deep = [.. pictures.Where(names => names.Length - around >= Least)];
        }

        return around;
    }

    private static string? PartWithin(string[] names) => names.Length > Least ? ClassName.PartOf(names[1]) : null;

    private DatasetPlace? PlaceOf(string[] names)
    {
        if (_isClassFirst)
        {
            return names.Length > Least ? Named(PartWithin(names)!, names[0]) : null;
        }

        if (ClassName.PartOf(names[0]) is { } part && _partFolders.ContainsKey(part))
        {
            return names.Length > Least ? Named(part, names[1]) : null;
        }

        return names.Length < Least || _partFolders.ContainsKey(ClassName.Train)
            ? null
            : Named(_partFolders.Count > 0 ? ClassName.Train : "", names[0]);
    }

    private DatasetPlace? Named(string part, string folder)
    {
        if (ClassName.Clean(folder) is not { } name)
        {
            return null;
        }

        return _originals.TryAdd(name, folder) || _originals[name] == folder
            ? new DatasetPlace(part, name)
            : throw ProblemException.BadRequest(
                $"the classes {_originals[name]} and {folder} would get one name; rename one of their folders"
            );
    }
}

/// <param name="Part">train, validation or test; empty where the data set is in no parts.</param>
/// <param name="ClassName">The class.</param>
internal sealed record DatasetPlace(string Part, string ClassName);
