using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;

namespace Spotter.Learning.Metrics;

/// <summary>The figures of a classifier over a data set.</summary>
/// <param name="Dataset">What was classified.</param>
/// <param name="Count">Pictures.</param>
/// <param name="Accuracy">Share of right answers, 0 to 1.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="Classes">Precision, recall and F1 of each class.</param>
/// <param name="Confusion">Counts by true class, then by answer.</param>
/// <param name="Calibration">Whether the probabilities can be trusted.</param>
public sealed record ClassificationReport(
    string Dataset,
    int Count,
    double Accuracy,
    double Loss,
    IReadOnlyList<ClassMetrics> Classes,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    Calibration Calibration
)
{
    /// <summary>F1 averaged over the classes that have pictures, each counting alike, 0 to 1.</summary>
    public double MacroF1 =>
        Classes
            .Where(static metrics => metrics.Support > 0)
            .Select(static metrics => metrics.F1)
            .DefaultIfEmpty()
            .Average();

    /// <summary>Compares answers with labels.</summary>
    /// <param name="evaluation">What <see cref="Evaluator.Run"/> gave for the data set.</param>
    /// <param name="dataset">The same data set.</param>
    /// <exception cref="ArgumentException">The evaluation is of another number of pictures or classes.</exception>
    public static ClassificationReport Of(Evaluation evaluation, ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(dataset);
        int classes = dataset.ClassNames.Count;
        if (
            evaluation.Predictions.Length != dataset.Count
            || evaluation.Probabilities.Length != dataset.Count * classes
        )
        {
            throw new ArgumentException(
                $"{dataset.Name} has {dataset.Count} pictures of {classes} classes, the evaluation "
                    + $"{evaluation.Predictions.Length} answers and {evaluation.Probabilities.Length} shares"
            );
        }

        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        var answers = new (double Confidence, bool IsRight)[dataset.Count];
        for (int i = 0; i < dataset.Count; i++)
        {
            int answer = evaluation.Predictions[i];
            int label = dataset.Labels[i];
            confusion[label][answer]++;
            answers[i] = (evaluation.Probabilities[i * classes + answer], answer == label);
        }

        return new ClassificationReport(
            dataset.Name,
            dataset.Count,
            evaluation.Accuracy,
            evaluation.Loss,
            [.. Enumerable.Range(0, classes).Select(i => Of(confusion, i, dataset.ClassNames[i]))],
            confusion,
            Calibration.Of(answers)
        );
    }

    private static ClassMetrics Of(int[][] confusion, int label, string name)
    {
        int right = confusion[label][label];
        int support = confusion[label].Sum();
        int answers = confusion.Sum(row => row[label]);
        double precision = answers == 0 ? 0 : (double)right / answers;
        double recall = support == 0 ? 0 : (double)right / support;
        double f1 = right == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new ClassMetrics(name, precision, recall, f1, support);
    }
}
