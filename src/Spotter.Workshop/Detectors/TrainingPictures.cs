using Spotter.Sources;

namespace Spotter.Workshop.Detectors;

/// <summary>The picture files of folders that the user named, with their subfolders.</summary>
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
}
