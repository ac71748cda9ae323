using System.Globalization;
using Spotter.Learning.Datasets;
using Spotter.Networks.Layers;
using Spotter.Networks.Text;
using Spotter.Sources;

namespace Spotter.Workshop.Classifiers;

/// <summary>Makes a data set of what a user names.</summary>
public sealed class DatasetReader
{
    private const int MostNamedProblems = 5;

    private readonly DatasetRequest _request;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _notes = [];
    private int _badFiles;

    private DatasetReader(DatasetRequest request, CancellationToken cancellationToken)
    {
        _request = request;
        _cancellationToken = cancellationToken;
    }

    private string Source => _request.Source;

    /// <summary>Reads, and downloads where it must, a data set and divides it into its parts.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="classNames">The classes that must be used, for a run that is there already; null takes those of the
    /// data.</param>
    /// <param name="download">Told about a download: the file and the bytes so far.</param>
    /// <param name="cancellationToken">Stops between pictures, or a download.</param>
    /// <exception cref="DatasetException">The data cannot be read; the message says what is wrong and
    /// where.</exception>
    public static ClassifierData Read(
        DatasetRequest request,
        IReadOnlyList<string>? classNames = null,
        IProgress<(string File, long Bytes)>? download = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return new DatasetReader(request, cancellationToken).Read(classNames, download);
    }

    /// <summary>
    /// Reads what a classifier is judged by: the test part of a data set; where there is none, all of it.
    /// </summary>
    /// <param name="request">What to read.</param>
    /// <param name="classNames">The classifier's classes; classes meet by name.</param>
    /// <param name="whenUndivided">Thrown where the data has no test part of its own; null cuts it, or takes all where
    /// the shares are 0.</param>
    /// <param name="cancellationToken">Stops between pictures, or a download.</param>
    /// <exception cref="DatasetException">The data cannot be read, or has classes that the classifier does not
    /// know.</exception>
    internal static (ImageDataset Pictures, IReadOnlyList<string> Notes) ReadTest(
        DatasetRequest request,
        IReadOnlyList<string> classNames,
        Exception? whenUndivided,
        CancellationToken cancellationToken
    )
    {
        var reader = new DatasetReader(request, cancellationToken);
        ImageDataset pictures = reader.ReadTest(classNames, whenUndivided);
        reader.NoteMoreBadFiles();
        return (pictures, reader._notes);
    }

    /// <summary>Whether a data set is of picture files, and of no more than so many.</summary>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    internal static bool HasFewPictureFiles(DatasetRequest request, int most)
    {
        var reader = new DatasetReader(request, CancellationToken.None);
        return reader.FindKnown() is null
            && reader.ReadArrays(null) is null
            && reader.List(isForTraining: true).Entries.Count <= most;
    }

    private ClassifierData Read(IReadOnlyList<string>? classNames, IProgress<(string File, long Bytes)>? download)
    {
        KnownDataset? known = FindKnown();
        ClassifierData data = Divide(
            known is not null
                ? ReadKnown(known, download)
                : ReadArrays(classNames) ?? ReadPictures(List(isForTraining: true), classNames)
        );
        if (known is null)
        {
            data = LeaveOutCopies(data);
        }

        NoteMoreBadFiles();
        NoteMissing(data.Validation, "validation");
        NoteMissing(data.Test, "test");
        if (data.Train.Balance().Warning is { } warning)
        {
            _notes.Add(warning);
        }

        return data with
        {
            MirrorsKeepClass = known?.MirrorsKeepClass ?? false,
            Notes = _notes,
        };
    }

    private ImageDataset ReadTest(IReadOnlyList<string> classNames, Exception? whenUndivided)
    {
        bool isWhole = _request.ValidationShare + _request.TestShare == 0;
        if (FindKnown() is { } known)
        {
            return Meet(ReadKnown(known, null).Test!, classNames);
        }

        if (ReadArrays(classNames) is { } arrays)
        {
            return arrays.Test
                ?? (
                    whenUndivided is not null ? throw whenUndivided
                    : isWhole ? arrays.Train
                    : Divide(arrays).Test ?? throw NoTest()
                );
        }

        PictureList list = List(isForTraining: false);
        if (list.Entries.Any(static entry => entry.Part == DatasetPart.Test))
        {
            return Load(Renamed(list.Only(DatasetPart.Test), classNames), classNames).Pictures;
        }

        return whenUndivided is not null ? throw whenUndivided
            : isWhole ? Load(Renamed(list, classNames), classNames).Pictures
            : Divide(ReadPictures(list, classNames)).Test ?? throw NoTest();
    }

    private KnownDataset? FindKnown() =>
        Directory.Exists(Source) || File.Exists(Source) ? null : KnownDataset.Find(Source);

    private ClassifierData ReadKnown(KnownDataset known, IProgress<(string File, long Bytes)>? download)
    {
        (ImageDataset train, ImageDataset test) = known
            .LoadAsync(_request.Folder, download, _cancellationToken)
            .GetAwaiter()
            .GetResult();
        return new ClassifierData(train.With("train/"), null, test.With("test/"), known.MirrorsKeepClass, []);
    }

    // Null where it is no file or folder of arrays.
    private ClassifierData? ReadArrays(IReadOnlyList<string>? classNames)
    {
        (ImageDataset Train, ImageDataset? Test)? arrays =
            Directory.Exists(Source) ? ArrayFolders.Find(Source)
            : File.Exists(Source) && HasExtension(".npz") ? NumpyDataset.LoadNpz(Source)
            : null;
        if (arrays is not { } found)
        {
            return null;
        }

        ImageDataset train = classNames is null ? found.Train : Meet(found.Train, classNames);
        ImageDataset? test = classNames is null || found.Test is null ? found.Test : Meet(found.Test, classNames);
        return new ClassifierData(train.With("train/"), null, test?.With("test/"), false, []);
    }

    private PictureList List(bool isForTraining)
    {
        if (Directory.Exists(Source))
        {
            return FolderListing.List(Source, PictureFiles.IsPicture, isForTraining);
        }

        if (!File.Exists(Source))
        {
            throw new DatasetException(
                $"{Source}: is no file, no folder and no known data set "
                    + $"({string.Join(", ", KnownDataset.All.Select(static known => known.Name))})"
                    + $"{NearestName.Hint(Source, KnownDataset.All.Select(static known => known.Name))}"
            );
        }

        return HasExtension(".csv") || HasExtension(".tsv")
            ? TableListing.List(Source, isForTraining)
            : throw new DatasetException(
                $"{Source}: is no data set; name a folder with a folder of pictures for each class, a .csv or an .npz "
                    + $"file, or a known name"
            );
    }

    private bool HasExtension(string extension) =>
        Path.GetExtension(Source).Equals(extension, StringComparison.OrdinalIgnoreCase);

    private ClassifierData ReadPictures(PictureList list, IReadOnlyList<string>? classNames)
    {
        CheckParts(list);
        (ImageDataset pictures, IReadOnlyList<PictureEntry> entries) = classNames is null
            ? Load(list, list.ClassesOf(list.HasParts ? DatasetPart.Train : null))
            : Load(Renamed(list, classNames), classNames);
        ImageDataset? train = Part(DatasetPart.Train);
        IReadOnlyList<string> unread = train?.MissingClasses ?? pictures.ClassNames;
        return unread.Count == 0
            ? new ClassifierData(train!, Part(DatasetPart.Validation), Part(DatasetPart.Test), false, [])
            : throw new DatasetException(
                $"{Source}: no training picture of {ClassNames.Listing(unread)} could be read"
            );

        ImageDataset? Part(DatasetPart part)
        {
            if (!list.HasParts)
            {
                return part == DatasetPart.Train ? pictures : null;
            }

            int[] members =
            [
                .. entries.Index().Where(entry => entry.Item.Part == part).Select(static entry => entry.Index),
            ];
            return members.Length == 0 ? null : pictures.Select(members);
        }
    }

    // What a network cannot learn it need not be asked for; that is found before any picture is read.
    private void CheckParts(PictureList list)
    {
        string[] learned = list.ClassesOf(list.HasParts ? DatasetPart.Train : null);
        foreach (DatasetPart part in new[] { DatasetPart.Validation, DatasetPart.Test })
        {
            string[] unknown = [.. list.ClassesOf(part).Except(learned, StringComparer.Ordinal)];
            if (unknown.Length > 0)
            {
                PictureEntry first = list.Entries.First(entry =>
                    entry.Part == part && unknown.Contains(entry.ClassName, StringComparer.Ordinal)
                );
                throw new DatasetException(
                    $"{Source}: the {DatasetParts.NameOf(part)} part has pictures of {ClassNames.Listing(unknown)} "
                        + $"({first.Name}), of which there are none to learn from; the classes are "
                        + $"{ClassNames.Listing(learned)}"
                );
            }
        }
    }

    private (ImageDataset Pictures, IReadOnlyList<PictureEntry> Entries) Load(
        PictureList list,
        IReadOnlyList<string> classNames
    )
    {
        _notes.AddRange(list.Notes);
        int? channels = _request.Gray is { } gray ? (gray ? 1 : 3) : null;
        (ImageDataset pictures, IReadOnlyList<PictureEntry> entries) = PictureDataset.Read(
            list,
            classNames,
            new PictureShape(_request.Width, _request.Height, channels),
            PictureFit.Decode,
            NoteBadFile,
            _cancellationToken
        );
        if (_request.Width is null)
        {
            TensorShape shape = pictures.ImageShape;
            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"pictures are scaled to {shape.Width} x {shape.Height}{(shape.Channels == 3 ? "" : " in gray")}; "
                        + $"another size may suit them better"
                )
            );
        }

        return (pictures, entries);
    }

    private void NoteBadFile(DatasetException problem)
    {
        if (++_badFiles <= MostNamedProblems)
        {
            _notes.Add($"left out: {problem.Message}");
        }
    }

    private void NoteMoreBadFiles()
    {
        if (_badFiles > MostNamedProblems)
        {
            _notes.Add($"{Counted.Of(_badFiles - MostNamedProblems, "more file")} could not be read");
        }
    }

    private void NoteMissing(ImageDataset? part, string name)
    {
        if (part?.MissingClasses is { Count: > 0 } missing)
        {
            _notes.Add($"no {name} pictures of {ClassNames.Listing(missing)}");
        }
    }

    private ImageDataset Meet(ImageDataset pictures, IReadOnlyList<string> classNames)
    {
        int[] places = Places(pictures.ClassNames, classNames);
        string[] unknown =
        [
            .. pictures
                .ClassNames.Index()
                .Where(entry => places[entry.Index] < 0)
                .Select(static entry => entry.Item)
                .Except(pictures.MissingClasses, StringComparer.Ordinal),
        ];
        return unknown.Length == 0 ? pictures.With(classNames, places) : throw Unknown(unknown, classNames);
    }

    private PictureList Renamed(PictureList list, IReadOnlyList<string> classNames)
    {
        string[] names = list.ClassesOf();
        int[] places = Places(names, classNames);
        string[] unknown = [.. names.Where((_, i) => places[i] < 0)];
        var renamed = names
            .Zip(places)
            .ToDictionary(
                static pair => pair.First,
                pair => pair.Second < 0 ? "" : classNames[pair.Second],
                StringComparer.Ordinal
            );
        return unknown.Length == 0
            ? list with
            {
                Entries = [.. list.Entries.Select(entry => entry with { ClassName = renamed[entry.ClassName] })],
            }
            : throw Unknown(unknown, classNames);
    }

    // Classes meet by name. Numbers for names stand for the classes of a public data set alone, whose numbering is
    // known.
    private int[] Places(IReadOnlyList<string> names, IReadOnlyList<string> classNames)
    {
        int[] places = ClassNames.Find(names, classNames);
        KnownDataset? known = KnownDataset.All.FirstOrDefault(known =>
            known.ClassNames.SequenceEqual(classNames, StringComparer.Ordinal)
        );
        if (known is null || places.Any(static place => place >= 0))
        {
            return places;
        }

        int[] numbers =
        [
            .. names.Select(static name =>
                int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1
            ),
        ];
        if (!numbers.All(number => number >= 0 && number < classNames.Count))
        {
            return places;
        }

        _notes.Add(
            $"labels are numbers; they are taken for those of {known.Name}: 0 is {classNames[0]}, "
                + $"{classNames.Count - 1} is {classNames[^1]}"
        );
        return numbers;
    }

    private DatasetException Unknown(string[] names, IReadOnlyList<string> classNames) =>
        new(
            $"{Source}: has pictures of {ClassNames.Listing(names)}, which the model does not know; its classes are "
                + $"{ClassNames.Listing(classNames)}"
        );

    private DatasetException NoTest() =>
        new($"{Source}: no pictures of it were kept apart for a test; name other pictures to evaluate on");

    private ClassifierData Divide(ClassifierData data)
    {
        double validationShare = data.Validation is null ? _request.ValidationShare : 0;
        double testShare = data.Test is null ? _request.TestShare : 0;
        if (validationShare + testShare == 0)
        {
            return data;
        }

        DatasetSplit split = data.Train.HasGroups
            ? DatasetSplitter.ByGroup(data.Train, validationShare, testShare, _request.Seed)
            : DatasetSplitter.Stratified(data.Train, validationShare, testShare, _request.Seed);
        return data with
        {
            Train = split.Train,
            Validation = data.Validation ?? split.Validation,
            Test = data.Test ?? split.Test,
        };
    }

    // A picture that was learned from says nothing about pictures that were not. The test parts of public data sets
    // stay as published.
    private ClassifierData LeaveOutCopies(ClassifierData data)
    {
        var seen = new HashSet<ulong>();
        Add(data.Train);
        ImageDataset? validation = Without(data.Validation, "validation");
        Add(validation);
        return data with { Validation = validation, Test = Without(data.Test, "test") };

        void Add(ImageDataset? part) =>
            seen.UnionWith(Enumerable.Range(0, part?.Count ?? 0).Select(i => part!.IdentityOf(i).Content));

        ImageDataset? Without(ImageDataset? part, string name)
        {
            int[] copies = part is null
                ? []
                : [.. Enumerable.Range(0, part.Count).Where(i => seen.Contains(part.IdentityOf(i).Content))];
            if (copies.Length == 0)
            {
                return part;
            }

            _notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left out: {copies.Length} {name} "
                        + $"{(copies.Length == 1 ? "picture that is a copy" : "pictures that are copies")} of what is "
                        + $"learned from ({part!.IdentityOf(copies[0]).Name})"
                )
            );
            int[] rest = [.. Enumerable.Range(0, part.Count).Except(copies)];
            return rest.Length == 0 ? null : part.Select(rest);
        }
    }
}
