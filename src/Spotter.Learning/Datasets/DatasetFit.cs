using Spotter.Networks;

namespace Spotter.Learning.Datasets;

/// <summary>Whether pictures and a classifier belong together.</summary>
internal static class DatasetFit
{
    public static void RequireFit(this IImageClassifier classifier, ImageDataset dataset)
    {
        if (dataset.ImageShape != classifier.InputShape)
        {
            throw new ArgumentException(
                $"the network takes {classifier.InputShape}, but {dataset.Name} has pictures of "
                    + $"{dataset.ImageShape}"
            );
        }

        if (!dataset.ClassNames.SequenceEqual(classifier.ClassNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"the classes of {dataset.Name} ({string.Join(", ", dataset.ClassNames)}) are not the classifier's "
                    + $"({string.Join(", ", classifier.ClassNames)})"
            );
        }

        if (dataset.Count == 0)
        {
            throw new ArgumentException($"{dataset.Name} holds no pictures");
        }
    }
}
