using Spotter.Sources;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Detectors;

/// <summary>
/// The picture files of folders that the user named, with their subfolders, and the labels of pictures.
/// </summary>
internal static class TrainingPictures
{
    /// <param name="sources">Folders, patterns, list files or pictures.</param>
    /// <param name="meaning">What they hold, for messages: <c>crops</c>.</param>
    /// <exception cref="TrainingDataException">One of them does not exist or holds no picture.</exception>
    public static List<string> Find(IReadOnlyList<string> sources, string meaning)
    {
        IReadOnlyList<PictureSource> found = Source.PicturesOf(sources, new SourceOptions { Recursive = true });
        if (found.FirstOrDefault(static source => source.Problem is not null) is { } bad)
        {
            throw new TrainingDataException($"no {meaning}: {bad.Problem}");
        }

        return found.FirstOrDefault(static source => source.IsStandardInput) is null
            ? [.. found.Select(static source => source.Name)]
            : throw new TrainingDataException($"{meaning} cannot come from standard input; name a folder");
    }

    /// <summary>Reads labels, and says what a user should know of them.</summary>
    /// <param name="path">As <see cref="LabelReader"/> takes it; a part for tests is left out.</param>
    /// <param name="note">Told what was understood and what is left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TrainingDataException">No labelled picture can be used.</exception>
    /// <exception cref="LabelException">The labels cannot be read.</exception>
    public static LabelSet ReadLabels(string path, Action<string> note, CancellationToken cancellationToken)
    {
        LabelSet set = LabelReader.Read(path, new LabelReadOptions { LeavesOutTestPart = true }, cancellationToken);
        foreach (string text in set.Notes)
        {
            note(text);
        }

        if (set.Problems.Count > 0)
        {
            note(
                $"{set.Problems.Count:N0} {(set.Problems.Count == 1 ? "label is" : "labels are")} wrong and left out; "
                    + $"the first: {set.Problems[0]}"
            );
        }

        return set.Pictures.Count > 0
            ? set
            : throw new TrainingDataException(
                $"{path}: no labelled picture can be "
                    + $"used{(set.Problems.Count > 0 ? $"; the first: {set.Problems[0]}" : "")}"
            );
    }
}
