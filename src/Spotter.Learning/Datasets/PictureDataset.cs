using Spotter.Networks.Layers;
using Spotter.Networks.Text;
using Spotter.Vision.Images;

namespace Spotter.Learning.Datasets;

/// <summary>
/// Data sets of picture files: a folder for each class, or a CSV file with a file and a label a line.
/// </summary>
public static class PictureDataset
{
    /// <summary>
    /// Reads FOLDER/CLASS/PICTURE, of all parts where the folder holds such. Classes are the folders that hold
    /// pictures: numbers in their order, else in natural order of their names (2 before 10). Hidden entries do not
    /// count.
    /// </summary>
    /// <param name="folder">The folder with a folder for each class, at least two.</param>
    /// <param name="shape">The size that pictures are scaled to; 1 channel for gray, 3 for colour.</param>
    /// <param name="loader">Decodes and scales.</param>
    /// <param name="onBadFile">Told about a file that cannot be read, which is then left out; null stops at the first
    /// one.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="DatasetException">There are fewer than two classes, or a file is bad; the message names
    /// it.</exception>
    public static ImageDataset LoadFolder(
        string folder,
        TensorShape shape,
        PictureLoader loader,
        Action<DatasetException>? onBadFile = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(loader);
        PictureList list = FolderListing.List(folder, MediaExtensions.IsPicture);
        return Load(list, list.ClassesOf(), shape, loader, onBadFile, cancellationToken);
    }

    /// <summary>
    /// Reads a CSV file: a picture and its label a line, optionally a group; files are relative to the CSV file. A
    /// first line may name the columns, in any order: file (or filename, path, image), label (or class), group, split.
    /// </summary>
    /// <param name="path">The CSV file, UTF-8, fields in double quotes where they hold separators.</param>
    /// <param name="shape">The size that pictures are scaled to; 1 channel for gray, 3 for colour.</param>
    /// <param name="loader">Decodes and scales.</param>
    /// <param name="classNames">Names of the classes; null takes the labels that occur, numbers in their order, else in
    /// natural order.</param>
    /// <param name="onBadFile">Told about a picture that cannot be read, which is then left out; null stops at the
    /// first one.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="DatasetException">A line, a label or a file is wrong; the message names the line.</exception>
    public static ImageDataset LoadCsv(
        string path,
        TensorShape shape,
        PictureLoader loader,
        IReadOnlyList<string>? classNames = null,
        Action<DatasetException>? onBadFile = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(loader);
        PictureList list = TableListing.List(path);
        return Load(list, classNames ?? list.ClassesOf(), shape, loader, onBadFile, cancellationToken);
    }

    private static ImageDataset Load(
        PictureList list,
        IReadOnlyList<string> classNames,
        TensorShape shape,
        PictureLoader loader,
        Action<DatasetException>? onBadFile,
        CancellationToken cancellationToken
    ) =>
        Read(
            list,
            classNames,
            new PictureShape(shape.Width, shape.Height, shape.Channels),
            (path, _) => Decode(loader(path, shape.Width, shape.Height)),
            onBadFile,
            cancellationToken
        ).Pictures;

    private static DecodedPicture Decode(BgrImage image) => new(image, ContentHash.Of(image));

    /// <summary>Reads the pictures of a list.</summary>
    /// <param name="list">What to read.</param>
    /// <param name="classNames">The classes; every label must be one of them.</param>
    /// <param name="shape">The size and the channels, or what of them is to be found out.</param>
    /// <param name="decoder">Decodes and scales.</param>
    /// <param name="onBadFile">Told about a picture that cannot be read, which is then left out; null stops at the
    /// first one.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>The pictures, and for each what the list said of it.</returns>
    /// <exception cref="DatasetException">A label is unknown, or nothing could be read.</exception>
    internal static (ImageDataset Pictures, IReadOnlyList<PictureEntry> Entries) Read(
        PictureList list,
        IReadOnlyList<string> classNames,
        PictureShape shape,
        DecodePicture decoder,
        Action<DatasetException>? onBadFile,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, int> labels = LabelsOf(list, classNames);
        PixelStore? store = null;
        DatasetException? firstProblem = null;
        var kept = new List<PictureEntry>(list.Entries.Count);
        var identities = new List<PictureIdentity>(list.Entries.Count);
        foreach (PictureEntry entry in list.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                DecodedPicture picture = decoder(
                    entry.File,
                    store is null ? shape : new PictureShape(store.Width, store.Height, shape.Channels)
                );
                store ??= new PixelStore(
                    list.Name,
                    list.Entries.Count,
                    picture.Image.Width,
                    picture.Image.Height,
                    shape.Channels
                );
                store.Add(picture.Image);
                kept.Add(entry);
                identities.Add(new PictureIdentity(entry.Name, picture.Content));
            }
            catch (Exception problem)
                when (problem
                        is (IOException and not DatasetException)
                            or UnauthorizedAccessException
                            or InvalidDataException
                            or ArgumentException
                )
            {
                // What reads a picture names the file already; a line of a table is named before it.
                bool isNamed = problem.Message.StartsWith($"{entry.Place}: ", StringComparison.Ordinal);
                var named = new DatasetException(
                    isNamed ? problem.Message : $"{entry.Place}: {problem.Message}",
                    problem
                );
                firstProblem ??= named;
                (onBadFile ?? (static bad => throw bad))(named);
            }
        }

        if (store is null)
        {
            throw new DatasetException(
                $"{list.Name}: none of {Counted.Pictures(list.Entries.Count)} could be read; the first: "
                    + $"{firstProblem?.Message}"
            );
        }

        var pictures = new ImageDataset(
            list.Name,
            TensorShape.Image(store.Height, store.Width, store.Channels),
            store.ToArray(),
            [.. kept.Select(entry => labels[entry.ClassName])],
            classNames,
            kept.Any(static entry => entry.Group is not null) ? [.. kept.Select(static entry => entry.Group!)] : null,
            [.. kept.Select(static entry => entry.File)]
        )
        {
            Identities = [.. identities],
        };
        return (pictures, kept);
    }

    private static Dictionary<string, int> LabelsOf(PictureList list, IReadOnlyList<string> classNames)
    {
        string[] names = list.ClassesOf();
        Dictionary<string, int> labels = names
            .Zip(ClassNames.Find(names, classNames))
            .ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        return list.Entries.FirstOrDefault(entry => labels[entry.ClassName] < 0) is { } unknown
            ? throw new DatasetException(
                $"{unknown.Place}: unknown label '{unknown.ClassName}'; the classes are "
                    + $"{ClassNames.Listing(classNames)}"
            )
            : labels;
    }
}

/// <summary>The size and channels that pictures are brought to; null for what the pictures decide.</summary>
internal readonly record struct PictureShape(int? Width, int? Height, int? Channels);

/// <summary>A picture at the size that was asked for, and the hash of what it was before.</summary>
internal readonly record struct DecodedPicture(BgrImage Image, ulong Content);

/// <summary>Decodes a picture file and scales it.</summary>
/// <exception cref="IOException">The file cannot be read or decoded.</exception>
internal delegate DecodedPicture DecodePicture(string path, PictureShape shape);
