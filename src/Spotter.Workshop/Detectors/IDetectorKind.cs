using Spotter.Learning.Detectors;
using Spotter.Vision;

namespace Spotter.Workshop.Detectors;

/// <summary>A kind of detector that can be trained.</summary>
internal interface IDetectorKind
{
    /// <summary>As it is chosen on the command line.</summary>
    string Name { get; }

    /// <summary>How its files end, with the dot.</summary>
    string Extension { get; }

    /// <summary>What its files are, for messages: <c>a cascade in OpenCV's XML</c>.</summary>
    string Description { get; }

    /// <summary>What to do where objects and negatives could not be told apart.</summary>
    string Advice { get; }

    /// <summary>Whether it learns from colour; gray data take a third of the memory.</summary>
    bool UsesColor { get; }

    /// <summary>Refuses settings that make no sense, before any data are read.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message is for the user.</exception>
    void Check(DetectorTrainingOptions options);

    /// <summary>Looks at the data and chooses the numbers of a training.</summary>
    /// <param name="dataset">What to learn from.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="progress">Told where the training is.</param>
    /// <exception cref="ArgumentException">Nothing can be learned from the data; the message is for the
    /// user.</exception>
    IDetectorTrainer Prepare(
        DetectorDataset dataset,
        DetectorTrainingOptions options,
        IProgress<DetectorTrainingProgress> progress
    );
}

/// <summary>One training.</summary>
internal interface IDetectorTrainer
{
    /// <summary>
    /// The numbers that were chosen, in a line for people. Runs with other numbers do not continue each other.
    /// </summary>
    string Plan { get; }

    /// <summary>The smallest part of a scene that is looked at, in pixels.</summary>
    BoxSize WindowSize { get; }

    /// <summary>Trains.</summary>
    /// <param name="state">What <paramref name="save"/> was given last by the run that this one continues; null
    /// begins.</param>
    /// <param name="save">Keeps what a later run needs to go on from here to the same model.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="DetectorTrainingException">No detector of use came out.</exception>
    TrainedDetector Train(byte[]? state, Action<byte[]> save, CancellationToken cancellationToken);
}
