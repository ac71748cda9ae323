using Spotter.Learning;
using Spotter.Learning.Datasets;
using Spotter.Learning.Metrics;
using Spotter.Learning.Training;
using Spotter.Media.Pictures;

namespace Spotter.Apps.Learning;

/// <summary>Looks how good a trained classifier is on pictures with known classes.</summary>
public static class ClassifierEvaluation
{
    /// <summary>Classifies the test part of a data set; where there is none, all of it.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="request">The data set. Picture files are brought to the classifier's size.</param>
    /// <param name="folder">Where confusion matrix, calibration, predictions and mistakes are drawn; null for nowhere.</param>
    /// <param name="cancellationToken">Stops reading and classifying.</param>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">The data do not fit the classifier.</exception>
    public static ClassificationReport Run(
        ImageClassifier classifier, DatasetRequest request, string? folder = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(request);
        DatasetRequest fitting = request with
        {
            Width = classifier.Network.InputShape.Width,
            Height = classifier.Network.InputShape.Height,
            Gray = classifier.Network.InputShape.Channels == 1,
        };
        ClassifierData data = DatasetReader.Read(fitting, classifier.ClassNames, cancellationToken: cancellationToken);
        ImageDataset pictures = data.Test ?? data.Train;
        Evaluation evaluation = Evaluator.Run(classifier, pictures, cancellationToken: cancellationToken);
        var report = ClassificationReport.Of(evaluation, pictures);
        if (folder is not null)
        {
            foreach ((string name, byte[] png) in RunFigures.Draw(pictures, evaluation, report))
            {
                TemporaryFile.Write(Path.Combine(folder, name), png);
            }
        }

        return report;
    }
}
