using Spotter.Learning.Datasets;
using Spotter.Learning.Networks;

namespace Spotter.Apps.Learning;

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

    /// <summary>Reads, and downloads where it must, a data set and divides it into its parts.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="classNames">The classes that must be used, for a classifier that is there already; null takes those of the data.</param>
    /// <param name="download">Told about a download: the file and the bytes so far.</param>
    /// <param name="cancellationToken">Stops between pictures, or a download.</param>
    /// <exception cref="DatasetException">The data cannot be read; the message says what is wrong and where.</exception>
    public static ClassifierData Read(
        DatasetRequest request,
        IReadOnlyList<string>? classNames = null,
        IProgress<(string File, long Bytes)>? download = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new DatasetReader(request, cancellationToken).Read(classNames, download);
    }

    private ClassifierData Read(IReadOnlyList<string>? classNames, IProgress<(string File, long Bytes)>? download)
    {
        KnownDataset? known = Directory.Exists(_request.Source) ? null : KnownDataset.Find(_request.Source);
        (ImageDataset train, ImageDataset? validation, ImageDataset? test) = known is not null
            ? ReadKnown(known, download)
            : ReadFiles(_request.Source, classNames);
        ClassifierData data = Divide(train, validation, test);
        if (_badFiles > MostNamedProblems)
        {
            _notes.Add($"{_badFiles - MostNamedProblems} more files could not be read");
        }

        if (data.Train.Balance().Warning is { } warning)
        {
            _notes.Add(warning);
        }

        return data with { MirrorsKeepClass = known?.MirrorsKeepClass ?? true, Notes = _notes };
    }

    private (ImageDataset Train, ImageDataset? Validation, ImageDataset? Test) ReadKnown(
        KnownDataset known, IProgress<(string File, long Bytes)>? download)
    {
        (ImageDataset train, ImageDataset test) = known.LoadAsync(_request.Folder, download, _cancellationToken).GetAwaiter().GetResult();
        return (train, null, test);
    }

    private (ImageDataset Train, ImageDataset? Validation, ImageDataset? Test) ReadFiles(string source, IReadOnlyList<string>? classNames)
    {
        if (Directory.Exists(source))
        {
            return ReadFolder(source, classNames);
        }

        if (!File.Exists(source))
        {
            throw new DatasetException($"{source}: is no file, no folder and no known data set ({string.Join(", ", KnownDataset.All.Select(static known => known.Name))})");
        }

        switch (Path.GetExtension(source).ToLowerInvariant())
        {
            case ".csv":
                return (PictureDataset.LoadCsv(source, ShapeFor(CsvPictures(source)), PictureFit.Load, classNames, NoteBadFile, _cancellationToken), null, null);
            case ".npz":
                (ImageDataset train, ImageDataset? test) = NumpyDataset.LoadNpz(source, classNames);
                return (train, null, test);
            default:
                throw new DatasetException($"{source}: is no data set; name a folder with a folder of pictures for each class, a .csv or an .npz file, or a known name");
        }
    }

    private (ImageDataset Train, ImageDataset? Validation, ImageDataset? Test) ReadFolder(string folder, IReadOnlyList<string>? classNames)
    {
        if (PartFolders.FindArrays(folder, classNames) is { } arrays)
        {
            return (arrays.Train, null, arrays.Test);
        }

        (string train, string? validation, string? test) = PartFolders.Find(folder);
        TensorShape shape = ShapeFor(PartFolders.Pictures(train));
        ImageDataset first = Load(train, shape);
        return (first, validation is null ? null : Load(validation, shape), test is null ? null : Load(test, shape));
    }

    private ImageDataset Load(string folder, TensorShape shape) =>
        PictureDataset.LoadFolder(folder, shape, PictureFit.Load, NoteBadFile, _cancellationToken);

    private static IEnumerable<string> CsvPictures(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return File.ReadLines(path)
            .Select(static line => line.Split(',')[0].Trim().Trim('"'))
            .Select(name => Path.Combine(folder, name))
            .Where(File.Exists);
    }

    private TensorShape ShapeFor(IEnumerable<string> pictures)
    {
        (int width, int height, bool hasColor) = PictureFit.Probe(pictures, _request);
        if (_request.Width is null)
        {
            _notes.Add($"pictures are scaled to {width} x {height}{(hasColor ? "" : " in gray")}; another size may suit them better");
        }

        return TensorShape.Image(height, width, hasColor ? 3 : 1);
    }

    private void NoteBadFile(DatasetException problem)
    {
        if (++_badFiles <= MostNamedProblems)
        {
            _notes.Add($"left out: {problem.Message}");
        }
    }

    private ClassifierData Divide(ImageDataset train, ImageDataset? validation, ImageDataset? test)
    {
        double validationShare = validation is null ? _request.ValidationShare : 0;
        double testShare = test is null ? _request.TestShare : 0;
        if (validationShare + testShare == 0)
        {
            return new ClassifierData(train, validation, test, true, []);
        }

        DatasetSplit split = train.HasGroups
            ? DatasetSplitter.ByGroup(train, validationShare, testShare, _request.Seed)
            : DatasetSplitter.Stratified(train, validationShare, testShare, _request.Seed);
        return new ClassifierData(split.Train, validation ?? split.Validation, test ?? split.Test, true, []);
    }
}
