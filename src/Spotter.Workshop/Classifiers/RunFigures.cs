using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Metrics;
using Spotter.Networks;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Classifiers;

/// <summary>The pictures of a run: their file names, and how they come about.</summary>
internal static class RunFigures
{
    public const string Curves = "curves.png";
    public const string Samples = "samples.png";
    public const string Weights = "weights.png";
    public const string Network = "network.png";
    public const string Confusion = "confusion.png";
    public const string Calibration = "calibration.png";
    public const string Predictions = "predictions.png";
    public const string Mistakes = "mistakes.png";

    /// <summary>What <see cref="Draw"/> may name.</summary>
    public static IReadOnlyList<string> OfTest { get; } = [Confusion, Calibration, Predictions, Mistakes];

    private const int ShownPredictions = 16;

    /// <summary>What can be shown without test pictures.</summary>
    public static void WriteTraining(RunFolder run, ClassifierData data, ImageClassifier? classifier)
    {
        IReadOnlyList<EpochMetrics> epochs = run.ReadMetrics();
        if (epochs.Count > 0)
        {
            run.Write(Curves, LearningCurves.Draw([(run.Name, epochs)]));
        }

        run.Write(Samples, SamplesSheet.Draw(data.Train));
        if (classifier is null)
        {
            return;
        }

        run.Write(Network, NetworkDrawing.Draw(classifier.Network, classifier.ClassNames));
        if (FirstLayerWeights.Draw(classifier.Network) is { } weights)
        {
            run.Write(Weights, weights);
        }
    }

    /// <summary>What the test pictures show.</summary>
    public static void WriteTest(RunFolder run, ImageDataset test, Evaluation evaluation, ClassificationReport report)
    {
        foreach ((string name, byte[] png) in Draw(test, evaluation, report))
        {
            run.Write(name, png);
        }
    }

    /// <summary>Names and contents of the pictures of an evaluation.</summary>
    public static IEnumerable<(string Name, byte[] Png)> Draw(
        ImageDataset test,
        Evaluation evaluation,
        ClassificationReport report
    )
    {
        yield return (Confusion, ConfusionMatrixPlot.Draw(report.Confusion, test.ClassNames));
        yield return (Calibration, CalibrationPlot.Draw(report.Calibration));
        yield return (
            Predictions,
            PredictionGrid.Draw(test, [.. Prediction.All(evaluation, test).Take(ShownPredictions)])
        );
        IReadOnlyList<Prediction> mistakes = Prediction.WorstMistakes(evaluation, test, ShownPredictions);
        if (mistakes.Count > 0)
        {
            yield return (Mistakes, PredictionGrid.Draw(test, mistakes));
        }
    }
}
