using Spotter.Learning.Detectors;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Detectors;

/// <summary>Reads objects and scenes, and keeps a part of both aside.</summary>
internal sealed class TrainingData(DetectorTrainingOptions options, Action<string> note)
{
    // Objects are kept this large at most: five times the side of the usual window.
    private const int LongestObjectSide = 120;

    // Smaller than any window that can be chosen.
    private static readonly BoxSize SmallestObject = new(12, 12);

    private readonly List<ObjectExample> _training = [];
    private readonly List<ObjectExample> _aside = [];
    private readonly List<ScenePicture> _trainingScenes = [];
    private readonly List<ScenePicture> _scenesAside = [];
    private readonly List<string> _withObjects = [];
    private ScenePictures? _scenes;

    private BoxSize SmallestWanted => options.WindowSize ?? SmallestObject;

    /// <exception cref="TrainingDataException">There is nothing to train on.</exception>
    /// <exception cref="LabelException">The labels cannot be read.</exception>
    public DetectorDataset Read(CancellationToken cancellationToken)
    {
        ReadCrops(cancellationToken);
        foreach (string labels in options.Labels)
        {
            ReadLabels(labels, cancellationToken);
        }

        List<string> negatives = WithoutObjects(TrainingPictures.Find(options.Negatives, "negatives"));
        Divide(negatives, path => new ScenePicture(path, []), _trainingScenes, _scenesAside);
        if (_training.Count == 0)
        {
            throw new TrainingDataException(
                "there is nothing to learn: name crops with --positives or labels with --labels"
            );
        }

        if (_trainingScenes.Count == 0)
        {
            throw new TrainingDataException(
                "there are no negatives: name a folder of pictures without the object with --negatives"
            );
        }

        return new DetectorDataset(
            _training,
            _scenes = new ScenePictures(_trainingScenes, note),
            _aside,
            new ScenePictures(_scenesAside, note)
        );
    }

    /// <summary>Says what makes a good detector unlikely; reads the scenes, which a training does anyway.</summary>
    /// <param name="window">The smallest part of a scene that is looked at.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public void NoteDoubts(BoxSize window, CancellationToken cancellationToken)
    {
        foreach (string doubt in TrainingDoubts.Find(_training, _scenes!, window, cancellationToken))
        {
            note(doubt);
        }
    }

    /// <summary>What the run depends on beside its settings.</summary>
    public IEnumerable<string> Inventory() =>
        _training
            .Concat(_aside)
            .Select(static example => $"{example.Name} {example.Box}")
            .Concat(
                _trainingScenes
                    .Concat(_scenesAside)
                    .Select(static scene => $"{scene.Path} {string.Join(' ', scene.Objects)}")
            );

    private List<string> WithoutObjects(List<string> negatives)
    {
        var same = new SamePictures(_withObjects);
        string[] objects = [.. negatives.Where(same.Contains)];
        if (objects.Length > 0)
        {
            note(
                $"{objects.Length:N0} of {negatives.Count:N0} negatives left out, for "
                    + $"{(objects.Length == 1 ? "it is a picture" : "they are pictures")} of the object; the first: "
                    + $"{objects[0]}"
            );
        }

        return [.. negatives.Except(objects, StringComparer.Ordinal)];
    }

    private void ReadCrops(CancellationToken cancellationToken)
    {
        if (options.Crops.Count == 0)
        {
            return;
        }

        List<string> files = TrainingPictures.Find(options.Crops, "positives");
        _withObjects.AddRange(files);
        var examples = new ObjectExample?[files.Count];
        string?[] problems = new string?[files.Count];
        Parallel.For(0, files.Count, Parallelism(cancellationToken), i =>
            examples[i] = ReadCrop(files[i], out problems[i])
        );
        NoteLeftOut("crop", [.. problems.OfType<string>()], files.Count);
        ObjectExample[] read = [.. examples.OfType<ObjectExample>()];
        if (read.Length == 0)
        {
            throw new TrainingDataException(
                $"none of {Counted.Of(files.Count, "crop")} can be used; the first: "
                    + $"{problems.First(static problem => problem is not null)}"
            );
        }

        ObjectThumbnail[] thumbnails = [.. read.Select(static example => new ObjectThumbnail(example))];
        bool[] isAside = GroupedSplit.Choose(read.Length, i => thumbnails[i].IsLike(thumbnails[i + 1]));
        for (int i = 0; i < read.Length; i++)
        {
            (isAside[i] ? _aside : _training).Add(read[i]);
        }
    }

    private ObjectExample? ReadCrop(string file, out string? problem)
    {
        try
        {
            Frame frame = Picture.Load(file);
            var all = new Box(0, 0, frame.Width, frame.Height);
            Box box = options.ObjectInCrop?.Of(all).Intersect(all) ?? all;
            problem =
                box.Width < SmallestWanted.Width || box.Height < SmallestWanted.Height
                    ? $"{file}: {box.Width}x{box.Height} is smaller than the window of "
                        + $"{SmallestWanted.Width}x{SmallestWanted.Height}; choose a smaller --window or larger crops"
                    : null;
            ObjectExample? example = problem is null ? ExampleCutter.Cut(file, frame, box, LongestObjectSide) : null;
            if (example is not null && new ObjectThumbnail(example).IsPlain)
            {
                problem = $"{file}: is of one colour and shows nothing";
            }

            return problem is null ? example : null;
        }
        catch (PictureException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private void ReadLabels(string path, CancellationToken cancellationToken)
    {
        LabelSet set = TrainingPictures.ReadLabels(path, note, cancellationToken);
        string wanted = Wanted(path, set);
        _withObjects.AddRange(
            set.Pictures.Where(picture => picture.Boxes.Any(box => box.Label == wanted))
                .Select(static picture => picture.Path)
        );
        bool[] isAside = GroupedSplit.Choose(set.Pictures.Count, static _ => false);
        var objects = new List<ObjectExample>[set.Pictures.Count];
        var problems = new List<string>[set.Pictures.Count];
        Parallel.For(0, set.Pictures.Count, Parallelism(cancellationToken), i =>
            objects[i] = CutObjects(set.Pictures[i], wanted, problems[i] = [])
        );
        NoteLeftOut(
            "box",
            [.. problems.SelectMany(static list => list)],
            set.Pictures.Sum(picture => picture.Boxes.Count(box => box.Label == wanted))
        );
        for (int i = 0; i < objects.Length; i++)
        {
            (isAside[i] ? _aside : _training).AddRange(objects[i]);
            var scene = new ScenePicture(
                set.Pictures[i].Path,
                [
                    .. set.Pictures[i]
                        .Boxes.Where(box => box.Label == wanted || box.IsIgnored)
                        .Select(static box => box.Box),
                ]
            );
            (isAside[i] ? _scenesAside : _trainingScenes).Add(scene);
        }

        if (objects.All(static list => list.Count == 0))
        {
            throw new TrainingDataException(
                $"{path}: none of the boxes of {wanted} can be "
                    + "used"
                    + (
                        problems.SelectMany(static list => list).FirstOrDefault() is { } first
                            ? $"; the first: {first}"
                            : ""
                    )
            );
        }
    }

    private string Wanted(string path, LabelSet set)
    {
        string classes = string.Join(", ", set.Labels);
        if (options.ObjectLabel is { } label)
        {
            return set.Labels.Contains(label, StringComparer.Ordinal)
                ? label
                : throw new TrainingDataException(
                    $"{path}: has no class {label}; it has {(classes.Length > 0 ? classes : "none")}"
                );
        }

        string[] used =
        [
            .. set.Labels.Where(name => set.Pictures.Any(picture => picture.Boxes.Any(box => box.Label == name))),
        ];
        return used.Length switch
        {
            1 => used[0],
            0 => throw new TrainingDataException($"{path}: the labels hold no boxes"),
            _ => throw new TrainingDataException(
                $"{path}: has the classes {string.Join(", ", used)}; choose one with --label"
            ),
        };
    }

    private List<ObjectExample> CutObjects(LabelledPicture picture, string wanted, List<string> problems)
    {
        var examples = new List<ObjectExample>();
        Frame? frame = null;
        foreach (LabelledBox labelled in picture.Boxes.Where(box => box.Label == wanted && !box.IsIgnored))
        {
            Box box = labelled.Box;
            if (box.Width < SmallestWanted.Width || box.Height < SmallestWanted.Height)
            {
                problems.Add(
                    $"{picture.Path}: a box of {box.Width}x{box.Height} is smaller than the window of "
                        + $"{SmallestWanted.Width}x{SmallestWanted.Height}"
                );
                continue;
            }

            try
            {
                frame ??= Picture.Load(picture.Path);
                examples.Add(ExampleCutter.Cut(picture.Path, frame, box, LongestObjectSide));
            }
            catch (PictureException e)
            {
                problems.Add(e.Message);
                break;
            }
        }

        return examples;
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new()
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };

    private void NoteLeftOut(string one, IReadOnlyList<string> problems, int total)
    {
        if (problems.Count > 0)
        {
            note($"{problems.Count:N0} of {Counted.Of(total, one)} left out; the first: {problems[0]}");
        }
    }

    private static void Divide<TItem>(
        List<string> paths,
        Func<string, TItem> make,
        List<TItem> training,
        List<TItem> aside
    )
    {
        bool[] isAside = GroupedSplit.Choose(paths.Count, static _ => false);
        for (int i = 0; i < paths.Count; i++)
        {
            (isAside[i] ? aside : training).Add(make(paths[i]));
        }
    }
}
