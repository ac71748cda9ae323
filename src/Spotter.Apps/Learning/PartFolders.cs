using Spotter.Apps.Sources;
using Spotter.Learning.Datasets;

namespace Spotter.Apps.Learning;

/// <summary>How a folder holds a data set: train, validation and test inside, or the classes themselves, or arrays.</summary>
internal static class PartFolders
{
    private static readonly string[] ValidationNames = ["validation", "valid", "val"];

    /// <summary>The folders of the parts; without a folder <c>train</c> the whole folder is the training part.</summary>
    public static (string Train, string? Validation, string? Test) Find(string folder)
    {
        string train = Path.Combine(folder, "train");
        return Directory.Exists(train)
            ? (train, Existing(folder, ValidationNames), Existing(folder, ["test"]))
            : (folder, null, null);
    }

    /// <summary>Data sets of idx files or of npy files; null where the folder holds neither.</summary>
    public static (ImageDataset Train, ImageDataset? Test)? FindArrays(string folder, IReadOnlyList<string>? classNames)
    {
        if (FindIdx(folder, "train") is { } trainIdx)
        {
            ImageDataset train = IdxFile.Load(trainIdx.Images, trainIdx.Labels, classNames);
            return (train, FindIdx(folder, "t10k") is { } test ? IdxFile.Load(test.Images, test.Labels, train.ClassNames) : null);
        }

        string images = Path.Combine(folder, "x_train.npy");
        if (File.Exists(images))
        {
            ImageDataset train = NumpyDataset.LoadNpy(images, Path.Combine(folder, "y_train.npy"), classNames);
            string testImages = Path.Combine(folder, "x_test.npy");
            return (train, File.Exists(testImages) ? NumpyDataset.LoadNpy(testImages, Path.Combine(folder, "y_test.npy"), train.ClassNames) : null);
        }

        return null;
    }

    /// <summary>The pictures of the classes in a fixed order.</summary>
    public static IEnumerable<string> Pictures(string folder) => Directory.GetDirectories(folder)
        .Order(StringComparer.Ordinal)
        .SelectMany(static classFolder => Directory.EnumerateFiles(classFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        .Where(PictureFiles.IsPicture);

    private static string? Existing(string folder, string[] names) =>
        names.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);

    private static (string Images, string Labels)? FindIdx(string folder, string part)
    {
        string? images = Directory.EnumerateFiles(folder, $"{part}-images*idx3-ubyte*").Order(StringComparer.Ordinal).FirstOrDefault();
        string? labels = Directory.EnumerateFiles(folder, $"{part}-labels*idx1-ubyte*").Order(StringComparer.Ordinal).FirstOrDefault();
        return images is null || labels is null ? null : (images, labels);
    }
}
