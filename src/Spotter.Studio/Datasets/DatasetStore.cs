using System.Collections.Concurrent;
using System.Security.Cryptography;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>
/// The data sets of the studio. They stay when it closes, and everyone who may use the studio sees them.
/// </summary>
internal sealed class DatasetStore(DataFolders folders, Storage storage, StudioLimits limits)
{
    private const int IdBytes = 6;
    private const int MostDatasets = 200;

    private readonly ConcurrentDictionary<string, Filling> _fillings = new(StringComparer.Ordinal);

    public IReadOnlyList<StoredDataset> List() =>
        [
            .. Directory
                .EnumerateDirectories(folders.Datasets)
                .Select(static path => new StoredDataset(Path.GetFileName(path), path))
                .Where(static dataset => Directory.Exists(dataset.Pictures))
                .OrderBy(static dataset => dataset.Title, StringComparer.OrdinalIgnoreCase),
        ];

    /// <exception cref="ProblemException">There is none of this id.</exception>
    public StoredDataset Get(string id) =>
        List().FirstOrDefault(dataset => dataset.Id == id)
        ?? throw ProblemException.NotFound("there is no such data set");

    /// <exception cref="ProblemException">There are too many, or there is no room.</exception>
    public StoredDataset Create(string? title)
    {
        if (List().Count >= MostDatasets)
        {
            throw ProblemException.Full(
                $"there are {MostDatasets} data sets already; remove one (DELETE /api/v1/datasets/ID)"
            );
        }

        storage.Take(Storage.BytesPerFile);
        return StoredDataset.Create(
            folders.Datasets,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            title
        );
    }

    /// <summary>Refuses what says of itself that it will not fit.</summary>
    /// <exception cref="ProblemException">There is no room for so much.</exception>
    public void CheckRoom(long bytes) => storage.CheckRoom(bytes);

    public void Remove(StoredDataset dataset)
    {
        _fillings.TryRemove(dataset.Id, out _);
        storage.Remove(dataset.Folder);
    }

    /// <summary>Adds one picture.</summary>
    /// <exception cref="ProblemException">It is of no kind that can be read, or the data set or the studio is
    /// full.</exception>
    public void Add(StoredDataset dataset, DatasetPlace place, ReadOnlySpan<byte> content) =>
        Add(
            dataset,
            place,
            content,
            ExtensionOf(content)
                ?? throw ProblemException.WrongKind($"a data set takes {PictureSignature.Formats} pictures")
        );

    /// <inheritdoc cref="Add(StoredDataset, DatasetPlace, ReadOnlySpan{byte})"/>
    public void Add(StoredDataset dataset, DatasetPlace place, ReadOnlySpan<byte> content, string extension)
    {
        Filling filling = _fillings.GetOrAdd(dataset.Id, _ => Filling.Of(dataset));
        lock (filling)
        {
            if (filling.Pictures >= limits.DatasetPictures)
            {
                throw TooManyPictures();
            }

            if (filling.Bytes + content.Length > limits.DatasetUnpackedBytes)
            {
                throw ProblemException.TooLarge(
                    $"a data set holds at most {limits.DatasetUnpackedBytes >> 20} MB of pictures; make another, or "
                        + $"smaller pictures"
                );
            }

            storage.Take(content.Length + Storage.BytesPerFile);
            dataset.Add(place.Part, place.ClassName, content, extension);
            filling.Pictures++;
            filling.Bytes += content.Length;
        }
    }

    /// <summary>A picture of a class, by its name.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public static string Find(StoredDataset dataset, string className, string name) =>
        // Compared with what is there: a name never becomes a path.
        dataset.PicturesOf(ClassName.Check(className)).FirstOrDefault(path => Path.GetFileName(path) == name)
        ?? throw ProblemException.NotFound("there is no such picture");

    /// <summary>Removes pictures, and classes that are left without any.</summary>
    public void Delete(StoredDataset dataset, IReadOnlyList<string> pictures)
    {
        Filling filling = _fillings.GetOrAdd(dataset.Id, _ => Filling.Of(dataset));
        lock (filling)
        {
            foreach (var file in pictures.Select(static path => new FileInfo(path)).Where(static file => file.Exists))
            {
                long length = file.Length;
                storage.RemoveFile(file.FullName);
                StoredDataset.Tidy(file.DirectoryName!);
                filling.Pictures--;
                filling.Bytes -= length;
            }
        }
    }

    /// <summary>Gives pictures to another class.</summary>
    public void Move(StoredDataset dataset, IReadOnlyList<string> pictures, string className)
    {
        lock (_fillings.GetOrAdd(dataset.Id, _ => Filling.Of(dataset)))
        {
            foreach (string picture in pictures.Where(File.Exists))
            {
                StoredDataset.Move(picture, className);
            }
        }
    }

    public ProblemException TooManyPictures() =>
        ProblemException.TooLarge($"a data set holds at most {limits.DatasetPictures} pictures");

    /// <summary>By what the file holds, of all that the tool reads; null where it is no picture.</summary>
    public static string? ExtensionOf(ReadOnlySpan<byte> content) =>
        PictureSignature.Recognise(content[..Math.Min(content.Length, PictureSignature.Length)]) is { } format
            ? PictureSignature.ExtensionOf(format)
            : null;

    /// <summary>How full a data set is; looked up once, then counted.</summary>
    private sealed class Filling
    {
        public int Pictures { get; set; }

        public long Bytes { get; set; }

        public static Filling Of(StoredDataset dataset)
        {
            var filling = new Filling();
            foreach (
                FileInfo file in new DirectoryInfo(dataset.Pictures).EnumerateFiles("*", SearchOption.AllDirectories)
            )
            {
                filling.Pictures++;
                filling.Bytes += file.Length;
            }

            return filling;
        }
    }
}
