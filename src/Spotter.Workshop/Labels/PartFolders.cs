using Spotter.Networks.Text;

namespace Spotter.Workshop.Labels;

/// <summary>
/// The parts that data sets are divided into by their folders: <c>train</c>, <c>valid</c> and <c>test</c>.
/// </summary>
internal static class PartFolders
{
    private const string Test = "test";
    private static readonly string[] All = ["train", "valid", Test];

    /// <summary>The part that a folder of this name holds; null for any other folder.</summary>
    public static string? Named(string folder) =>
        folder.ToUpperInvariant() switch
        {
            "TRAIN" or "TRAINING" => "train",
            "VALID" or "VAL" or "VALIDATION" => "valid",
            "TEST" or "TESTING" => Test,
            _ => null,
        };

    /// <summary>
    /// Says of which parts the pictures are where they are of several, and leaves the test part out where that is
    /// wished.
    /// </summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="root">The file or folder that the user named; what its own path says does not count.</param>
    /// <param name="leavesOutTest">Whether the test part is left out where there are other parts.</param>
    /// <param name="note">Told what a user should know.</param>
    public static LabelledPicture[] Choose(
        LabelledPicture[] pictures,
        string root,
        bool leavesOutTest,
        Action<string> note
    )
    {
        string folder =
            Directory.Exists(root) ? root
            : Path.GetDirectoryName(root) is { Length: > 0 } parent ? parent
            : ".";
        string?[] parts = [.. pictures.Select(picture => Of(Path.GetRelativePath(folder, picture.Path)))];
        string[] known = [.. All.Where(part => parts.Contains(part, StringComparer.Ordinal))];
        if (known.Length == 0 || (known.Length == 1 && !parts.Contains(null)))
        {
            return pictures;
        }

        if (leavesOutTest && known.Contains(Test, StringComparer.Ordinal))
        {
            bool isOne = parts.Count(static part => part == Test) == 1;
            note(
                $"{root}: {Count(parts, Test)} of the test part {(isOne ? "is" : "are")} not learned from; evaluate "
                    + $"on {(isOne ? "it" : "them")}"
            );
            pictures = [.. pictures.Where((_, i) => parts[i] != Test)];
        }
        else if (known.Length > 1)
        {
            note(
                $"{root}: {string.Join(", ", known.Select(part => $"{Count(parts, part)} of the {part} part"))}; name "
                    + $"the folder of one part to use it alone"
            );
        }

        return pictures;
    }

    private static string Count(string?[] parts, string part)
    {
        int count = parts.Count(other => other == part);
        return Counted.Pictures(count);
    }

    private static string? Of(string relativePath)
    {
        string[] folders = relativePath.Split(Path.DirectorySeparatorChar)[..^1];
        return folders.Select(Named).FirstOrDefault(static part => part is not null);
    }
}
