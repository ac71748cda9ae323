using System.Globalization;
using Spotter.Learning.Datasets;
using Spotter.Learning.Execution;
using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Classifiers;

/// <summary>What a classifier makes of a data set.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">Share of pictures whose most probable class is the right one, 0 to 1.</param>
/// <param name="Probabilities">For each picture the share of each class, row after row.</param>
/// <param name="Predictions">The most probable class of each picture.</param>
public sealed record Evaluation(double Loss, double Accuracy, float[] Probabilities, int[] Predictions)
{
    /// <summary>The two figures as a line: <c>loss 0.3512, accuracy 0.8880</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"loss {Loss:0.0000}, accuracy {Accuracy:0.0000}");
}

/// <summary>Runs a classifier over a data set.</summary>
public static class Evaluator
{
    private const int BatchSize = 128;

    // The least that a share can be told from 0: the loss of a sure mistake stays a number.
    private const double LeastShare = 1e-7;

    /// <summary>Classifies every picture and compares with its label.</summary>
    /// <param name="classifier">A trained classifier.</param>
    /// <param name="dataset">Pictures of the classifier's shape and classes.</param>
    /// <param name="loss">The loss to report; when null cross-entropy without smoothing or weights, binary for one
    /// output.</param>
    /// <param name="threads">Threads to use; 0 takes one a core.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ArgumentException">The pictures do not fit the classifier.</exception>
    /// <exception cref="ArithmeticException">The classifier answers what is no number.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public static Evaluation Run(
        ImageClassifier classifier,
        ImageDataset dataset,
        Loss? loss = null,
        int threads = 0,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(dataset);
        classifier.RequireFit(dataset);
        loss ??=
            classifier.Network.OutputShape.Channels == 1
                ? new BinaryCrossEntropy(FromLogits: !classifier.EndsInProbabilities)
                : new SparseCategoricalCrossEntropy(FromLogits: !classifier.EndsInProbabilities);
        int workers = WorkerTeam.ThreadsFor(threads);
        return RunSamples(
            classifier.Network,
            new ImageSampleReader(dataset, classifier.Normalization, workers),
            dataset.Count,
            classifier.ClassNames.Count,
            loss,
            workers,
            classifier.ToProbabilities,
            cancellationToken
        );
    }

    /// <summary>The same for whatever samples.</summary>
    /// <param name="network">What is asked.</param>
    /// <param name="reader">Hands out the samples.</param>
    /// <param name="samples">How many there are.</param>
    /// <param name="classes">Classes that are told apart.</param>
    /// <param name="loss">The loss to report.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="toShares">Makes shares of the outputs of a sample.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    internal static Evaluation RunSamples(
        Sequential network,
        IClassSampleReader reader,
        int samples,
        int classes,
        Loss loss,
        int threads,
        OutputsToShares toShares,
        CancellationToken cancellationToken = default
    )
    {
        int batch = Math.Min(BatchSize, Math.Max(1, samples));
        var probabilities = new float[samples * classes];
        int outputs = network.OutputShape.Channels;
        var batchOutputs = new float[batch * outputs];
        double lossSum = 0;
        int correct = 0;
        using var plan = new EvaluationPlan(network, batch, threads, loss);
        for (int first = 0; first < samples; first += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(batch, samples - first);
            (double batchLoss, int batchCorrect) = plan.Run(reader, first, count, batchOutputs);
            lossSum += batchLoss;
            correct += batchCorrect;
            for (int i = 0; i < count; i++)
            {
                toShares(
                    batchOutputs.AsSpan(i * outputs, outputs),
                    probabilities.AsSpan((first + i) * classes, classes)
                );
            }
        }

        var predictions = new int[samples];
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = ImageClassifier.IndexOfGreatest(probabilities.AsSpan(i * classes, classes));
        }

        return new Evaluation(
            lossSum / Math.Max(1, samples),
            (double)correct / Math.Max(1, samples),
            probabilities,
            predictions
        );
    }

    /// <summary>Classifies every picture with a classifier of any kind and compares with its label.</summary>
    /// <param name="classifier">A network of this library or somebody else's.</param>
    /// <param name="dataset">Pictures of the classifier's shape and classes.</param>
    /// <param name="threads">Threads to use; 0 takes one a core.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ArgumentException">The pictures do not fit the classifier.</exception>
    /// <exception cref="ArithmeticException">The classifier answers what is no number.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public static Evaluation Of(
        IImageClassifier classifier,
        ImageDataset dataset,
        int threads = 0,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(dataset);
        if (classifier is ImageClassifier own)
        {
            return Run(own, dataset, threads: threads, cancellationToken: cancellationToken);
        }

        classifier.RequireFit(dataset);
        int classes = classifier.ClassNames.Count;
        int length = dataset.ImageShape.Length;
        var probabilities = new float[dataset.Count * classes];
        byte[] pixels = new byte[Math.Min(BatchSize, dataset.Count) * length];
        for (int first = 0; first < dataset.Count; first += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(BatchSize, dataset.Count - first);
            for (int i = 0; i < count; i++)
            {
                dataset.Image(first + i).CopyTo(pixels.AsSpan(i * length, length));
            }

            classifier.Predict(pixels.AsSpan(0, count * length), count, threads).CopyTo(probabilities, first * classes);
        }

        double lossSum = 0;
        int correct = 0;
        var predictions = new int[dataset.Count];
        for (int i = 0; i < predictions.Length; i++)
        {
            ReadOnlySpan<float> shares = probabilities.AsSpan(i * classes, classes);
            int label = dataset.Labels[i];
            predictions[i] = ImageClassifier.IndexOfGreatest(shares);
            correct += predictions[i] == label ? 1 : 0;
            lossSum -= Math.Log(Math.Max(shares[label], LeastShare));
        }

        return new Evaluation(
            lossSum / predictions.Length,
            (double)correct / predictions.Length,
            probabilities,
            predictions
        );
    }
}

/// <summary>Makes shares of what a network gives for a sample.</summary>
internal delegate void OutputsToShares(ReadOnlySpan<float> outputs, Span<float> shares);
