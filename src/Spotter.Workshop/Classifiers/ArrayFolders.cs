using Spotter.Learning.Datasets;

namespace Spotter.Workshop.Classifiers;

/// <summary>
/// Folders that hold a data set as arrays: idx files as MNIST comes, or npy files. Their classes are numbers.
/// </summary>
internal static class ArrayFolders
{
    /// <summary>Data sets of idx files or of npy files; null where the folder holds neither.</summary>
    public static (ImageDataset Train, ImageDataset? Test)? Find(string folder)
    {
        if (FindIdx(folder, "train") is { } trainIdx)
        {
            ImageDataset train = IdxFile.Load(trainIdx.Images, trainIdx.Labels);
            return (
                train,
                FindIdx(folder, "t10k") is { } test ? IdxFile.Load(test.Images, test.Labels, train.ClassNames) : null
            );
        }

        string images = Path.Combine(folder, "x_train.npy");
        if (File.Exists(images))
        {
            ImageDataset train = NumpyDataset.LoadNpy(images, Path.Combine(folder, "y_train.npy"));
            string testImages = Path.Combine(folder, "x_test.npy");
            return (
                train,
                File.Exists(testImages)
                    ? NumpyDataset.LoadNpy(testImages, Path.Combine(folder, "y_test.npy"), train.ClassNames)
                    : null
            );
        }

        return null;
    }

    private static (string Images, string Labels)? FindIdx(string folder, string part)
    {
        string? images = Directory
            .EnumerateFiles(folder, $"{part}-images*idx3-ubyte*")
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        string? labels = Directory
            .EnumerateFiles(folder, $"{part}-labels*idx1-ubyte*")
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return images is null || labels is null ? null : (images, labels);
    }
}
