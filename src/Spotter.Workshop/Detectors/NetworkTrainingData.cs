using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Networks;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Detectors;

/// <summary>A picture file with what is in it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Scene">What is in it.</param>
/// <param name="Picture">Its labels; null for a picture without the object.</param>
internal sealed record LabelledFile(string Path, LabelledScene Scene, LabelledPicture? Picture = null)
{
    /// <summary>As it is evaluated; null where it cannot be read.</summary>
    public LabelledPicture? Labelled()
    {
        try
        {
            return Picture ?? new LabelledPicture(Path, Media.Picture.ReadSize(Path), []);
        }
        catch (PictureException)
        {
            return null;
        }
    }
}

/// <summary>Scenes in picture files, decoded each time.</summary>
internal sealed class SceneFiles(IReadOnlyList<LabelledFile> files) : ILabelledScenes
{
    public int Count => files.Count;

    public LabelledScene this[int index] => files[index].Scene;

    public Frame? Load(int index)
    {
        try
        {
            return Picture.Load(files[index].Path);
        }
        catch (PictureException)
        {
            // It was said when the labels were read, or vanished since: the others still tell how good the model is.
            return null;
        }
    }
}

/// <summary>What a network learns from: whole pictures with the boxes of all their objects.</summary>
/// <param name="Labels">The classes.</param>
/// <param name="Training">What is learned from.</param>
/// <param name="Development">What is kept aside.</param>
internal sealed record NetworkTrainingData(
    IReadOnlyList<string> Labels,
    IReadOnlyList<LabelledFile> Training,
    IReadOnlyList<LabelledFile> Development
)
{
    /// <exception cref="TrainingDataException">There is nothing to train on.</exception>
    /// <exception cref="LabelException">The labels cannot be read.</exception>
    public static NetworkTrainingData Read(
        DetectorTrainingOptions options,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        if (options.Labels.Count == 0)
        {
            throw new TrainingDataException("there is nothing to learn: name labelled pictures with --labels");
        }

        LabelSet[] sets =
        [
            .. options.Labels.Select(path => TrainingPictures.ReadLabels(path, note, cancellationToken)),
        ];
        string[] labels = LabelsOf(sets, options.ObjectLabel);
        var training = new List<LabelledFile>();
        var development = new List<LabelledFile>();
        foreach (LabelSet set in sets)
        {
            Divide([.. set.Pictures.Select(picture => FileOf(picture, labels))], training, development);
        }

        var same = new SamePictures([.. training.Concat(development).Select(static file => file.Path)]);
        List<string> negatives = TrainingPictures.Find(options.Negatives, "negatives");
        Divide(
            [
                .. negatives
                    .Where(path => !same.Contains(path))
                    .Select(path => new LabelledFile(path, Scene(path, [], labels.Length))),
            ],
            training,
            development
        );
        return training.Any(static file => file.Scene.Objects.Any(static one => !one.IsIgnored))
            ? new NetworkTrainingData(labels, training, development)
            : throw new TrainingDataException(
                $"none of {Counted.Of(training.Count, "picture")} to learn from has a box of "
                    + string.Join(", ", labels)
            );
    }

    /// <summary>What the run depends on beside its settings.</summary>
    public IEnumerable<string> Inventory() =>
        Training.Concat(Development).Select(static file => $"{file.Path} {string.Join(' ', file.Scene.Objects)}");

    /// <summary>Decodes what is learned from; pictures that cannot be read are left out and said.</summary>
    public List<LabelledScene> Decode(
        ScenePixels pixels,
        IProgress<DetectorTrainingProgress> progress,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var scenes = new List<LabelledScene>();
        var problems = new List<string>();
        foreach (LabelledFile file in Training)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                pixels.Add(Picture.Load(file.Path));
                scenes.Add(file.Scene);
            }
            catch (PictureException e)
            {
                problems.Add(e.Message);
            }

            progress.Report(
                new DetectorTrainingProgress(
                    DetectorTrainingPhase.Preparing,
                    0,
                    0,
                    (double)(scenes.Count + problems.Count) / Training.Count,
                    0,
                    0,
                    0,
                    null,
                    null
                )
            );
        }

        if (problems.Count > 0)
        {
            note($"{problems.Count:N0} of {Counted.Of(Training.Count, "picture")} left out; the first: {problems[0]}");
        }

        return scenes.Any(static scene => scene.Objects.Count > 0)
            ? scenes
            : throw new TrainingDataException($"no picture with an object can be read; the first: {problems[0]}");
    }

    private static string[] LabelsOf(LabelSet[] sets, string? wanted)
    {
        string[] all = [.. sets.SelectMany(static set => set.Labels).Distinct(StringComparer.Ordinal)];
        if (wanted is not null)
        {
            string[] chosen = wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            string? unknown = Array.Find(chosen, label => !all.Contains(label, StringComparer.Ordinal));
            return unknown is null
                ? chosen
                : throw new TrainingDataException(
                    $"the labels have no class {unknown}; they have {string.Join(", ", all)}"
                );
        }

        // Classes that a format declares and nobody drew are none to learn.
        var drawn = sets.SelectMany(static set => set.Pictures)
            .SelectMany(static picture => picture.Boxes)
            .Where(static box => !box.IsIgnored)
            .Select(static box => box.Label)
            .ToHashSet(StringComparer.Ordinal);
        string[] used = [.. all.Where(drawn.Contains)];
        return used.Length > 0 ? used : throw new TrainingDataException("the labels hold no boxes");
    }

    private static LabelledFile FileOf(LabelledPicture picture, string[] labels)
    {
        BoxSize size = picture.Size;
        var objects = new List<SceneObject>();
        foreach (LabelledBox box in picture.Boxes)
        {
            int label = Array.IndexOf(labels, box.Label);
            if (label >= 0 || box.IsIgnored)
            {
                objects.Add(
                    new SceneObject(
                        (float)box.Box.X / size.Width,
                        (float)box.Box.Y / size.Height,
                        (float)box.Box.Right / size.Width,
                        (float)box.Box.Bottom / size.Height,
                        label,
                        1,
                        box.IsIgnored
                    )
                );
            }
        }

        return new LabelledFile(picture.Path, Scene(picture.Path, objects, labels.Length), picture);
    }

    private static LabelledScene Scene(string path, IReadOnlyList<SceneObject> objects, int labels) =>
        new(path, objects, [.. Enumerable.Repeat(1f, labels)]);

    private static void Divide(List<LabelledFile> files, List<LabelledFile> training, List<LabelledFile> development)
    {
        bool[] isAside = GroupedSplit.Choose(files.Count, static _ => false);
        for (int i = 0; i < files.Count; i++)
        {
            (isAside[i] ? development : training).Add(files[i]);
        }
    }
}
