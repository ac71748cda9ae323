using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;

namespace Spotter.Workshop.Plots;

/// <summary>A picture of a data set with the answer of a classifier.</summary>
/// <param name="Picture">The picture's number in the data set.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Answer">The class that the classifier gave.</param>
/// <param name="Probabilities">The share of each class.</param>
public sealed record Prediction(int Picture, int Label, int Answer, IReadOnlyList<float> Probabilities)
{
    /// <summary>Whether the answer is the true class.</summary>
    public bool IsRight => Answer == Label;

    /// <summary>How sure the classifier was of its answer, 0 to 1.</summary>
    public float Confidence => Probabilities[Answer];

    /// <summary>All answers of an evaluation, in the order of the pictures.</summary>
    /// <param name="evaluation">What came of the data set.</param>
    /// <param name="dataset">The same data set.</param>
    public static IEnumerable<Prediction> All(Evaluation evaluation, ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(dataset);
        int classes = dataset.ClassNames.Count;
        return Enumerable
            .Range(0, dataset.Count)
            .Select(i => new Prediction(
                i,
                dataset.Labels[i],
                evaluation.Predictions[i],
                new ArraySegment<float>(evaluation.Probabilities, i * classes, classes)
            ));
    }

    /// <summary>The wrong answers that the classifier was surest of, worst first.</summary>
    /// <param name="evaluation">What came of the data set.</param>
    /// <param name="dataset">The same data set.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<Prediction> WorstMistakes(Evaluation evaluation, ImageDataset dataset, int count) =>
        [
            .. All(evaluation, dataset)
                .Where(static prediction => !prediction.IsRight)
                .OrderByDescending(static prediction => prediction.Confidence)
                .ThenBy(static prediction => prediction.Picture)
                .Take(count),
        ];
}
