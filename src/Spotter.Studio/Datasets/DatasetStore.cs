using System.Security.Cryptography;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>The data sets of the studio. They stay when it closes, and everyone who may use the studio sees them.</summary>
internal sealed class DatasetStore(DataFolders folders, StudioLimits limits)
{
    private const int IdBytes = 6;
    private const int MostDatasets = 200;

    public IReadOnlyList<StoredDataset> List() =>
    [
        .. Directory.EnumerateDirectories(folders.Datasets)
            .Select(static path => new StoredDataset(Path.GetFileName(path), path))
            .Where(static dataset => Directory.Exists(dataset.Pictures))
            .OrderBy(static dataset => dataset.Title, StringComparer.OrdinalIgnoreCase),
    ];

    /// <exception cref="ProblemException">There is none of this id.</exception>
    public StoredDataset Get(string id) => List().FirstOrDefault(dataset => dataset.Id == id)
        ?? throw ProblemException.NotFound("there is no such data set");

    public StoredDataset Create(string? title)
    {
        if (List().Count >= MostDatasets)
        {
            throw ProblemException.TooMany($"there are {MostDatasets} data sets already; remove one");
        }

        return StoredDataset.Create(folders.Datasets, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), title);
    }

    /// <summary>Adds one picture.</summary>
    /// <exception cref="ProblemException">It is of no kind that can be read, or the data set is full.</exception>
    public void Add(StoredDataset dataset, string className, ReadOnlySpan<byte> content)
    {
        if (dataset.Count().Sum(static entry => entry.Count) >= limits.DatasetPictures)
        {
            throw TooManyPictures();
        }

        string extension = ExtensionOf(content) ?? throw ProblemException.WrongKind("a data set takes JPEG, PNG, WebP, BMP and GIF pictures");
        dataset.Add("", className, content, extension);
    }

    public ProblemException TooManyPictures() => ProblemException.TooLarge($"a data set holds at most {limits.DatasetPictures} pictures");

    /// <summary>By what the file holds; null where it is no picture.</summary>
    public static string? ExtensionOf(ReadOnlySpan<byte> content) =>
        PictureSignature.Recognise(content[..Math.Min(content.Length, PictureSignature.Length)]) switch
        {
            "JPEG" => ".jpg",
            "PNG" => ".png",
            "WebP" => ".webp",
            "BMP" => ".bmp",
            "GIF" => ".gif",
            _ => null,
        };
}
