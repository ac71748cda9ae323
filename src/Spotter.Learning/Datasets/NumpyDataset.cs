using System.Globalization;
using System.IO.Compression;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Datasets;

/// <summary>Pictures and labels saved by NumPy: two npy files, or an npz file with the names that Keras uses.</summary>
public static class NumpyDataset
{
    /// <summary>Reads a file of pictures and one of labels.</summary>
    /// <param name="imagesPath">uint8 array of (count, height, width) or (count, height, width, 1 or 3).</param>
    /// <param name="labelsPath">Integer array of as many labels.</param>
    /// <param name="classNames">Names of the classes; null names them by number.</param>
    /// <exception cref="DatasetException">A file is missing or wrong; the message names the file and the
    /// place.</exception>
    public static ImageDataset LoadNpy(
        string imagesPath,
        string labelsPath,
        IReadOnlyList<string>? classNames = null
    ) => Combine(NpyFile.Read(imagesPath), NpyFile.Read(labelsPath), classNames, Path.GetFileName(imagesPath));

    /// <summary>Reads the arrays x_train, y_train and, where they are, x_test, y_test of an npz file.</summary>
    /// <param name="path">The npz file.</param>
    /// <param name="classNames">Names of the classes; null names them by number.</param>
    /// <returns>The training part, and the test part or null.</returns>
    /// <exception cref="DatasetException">The file is missing or wrong; the message names the array.</exception>
    public static (ImageDataset Train, ImageDataset? Test) LoadNpz(
        string path,
        IReadOnlyList<string>? classNames = null
    )
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            ImageDataset train = Combine(
                Find(archive, path, "x_train") ?? throw Missing(path, "x_train"),
                Find(archive, path, "y_train") ?? throw Missing(path, "y_train"),
                classNames,
                $"{Path.GetFileName(path)} train"
            );
            NpyFile? images = Find(archive, path, "x_test");
            NpyFile? labels = Find(archive, path, "y_test");
            return images is null || labels is null
                ? (train, null)
                : (train, Combine(images, labels, train.ClassNames, $"{Path.GetFileName(path)} test"));
        }
        catch (Exception problem) when (SpotterException.IsBare(problem) || problem is InvalidDataException)
        {
            throw new DatasetException($"{path}: {problem.Message}", problem);
        }
    }

    private static NpyFile? Find(ZipArchive archive, string path, string array)
    {
        ZipArchiveEntry? entry = archive.GetEntry($"{array}.npy");
        if (entry is null)
        {
            return null;
        }

        using var reader = new ByteReader(entry.Open(), $"{path}, {array}", new FileInfo(path).Length);
        return NpyFile.Read(reader);
    }

    private static DatasetException Missing(string path, string array) =>
        new($"{path}: has no array {array}; x_train and y_train are needed, x_test and y_test are optional");

    private static ImageDataset Combine(NpyFile images, NpyFile labels, IReadOnlyList<string>? classNames, string name)
    {
        int[] extents = images.Extents;
        if (images.Type is not "|u1")
        {
            throw new DatasetException(
                $"{images.Name}: pictures are of type {images.Type}; save them as uint8 (0..255)"
            );
        }

        if (extents.Length is not (3 or 4) || (extents.Length == 4 && extents[3] is not (1 or 3)))
        {
            throw new DatasetException(
                $"{images.Name}: pictures are (count, height, width) or (count, height, width, 1 or 3), this array is "
                    + $"{string.Join(" x ", extents)}"
            );
        }

        int[] values = labels.ToLabels();
        if (values.Length != extents[0])
        {
            throw new DatasetException(
                $"{labels.Name}: {values.Length} labels do not fit {extents[0]} pictures in {images.Name}"
            );
        }

        int classes = classNames?.Count ?? Math.Max(2, values.Max() + 1);
        int bad = Array.FindIndex(values, value => value >= classes);
        if (bad >= 0 || classes > 100_000)
        {
            throw new DatasetException(
                $"{labels.Name}: label {Math.Max(bad, 0)} is {values[Math.Max(bad, 0)]}, but there are "
                    + $"{Math.Min(classes, 100_000)} classes"
            );
        }

        return new ImageDataset(
            name,
            TensorShape.Image(extents[1], extents[2], extents.Length == 4 ? extents[3] : 1),
            images.Data,
            values,
            classNames ?? [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))]
        );
    }
}
