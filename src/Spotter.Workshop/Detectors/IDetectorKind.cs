using Spotter.Learning.Detectors;
using Spotter.Workshop.Evaluations;

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

    /// <summary>Refuses settings that make no sense, before any data are read.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message is for the user.</exception>
    void Check(DetectorTrainingOptions options);

    /// <summary>Reads the data and chooses the numbers of a training.</summary>
    /// <param name="options">What the user chose.</param>
    /// <param name="note">Told what a user should know of the data.</param>
    /// <param name="progress">Told where the training is.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TrainingDataException">There is nothing to train on.</exception>
    /// <exception cref="ArgumentException">Nothing can be learned from the data; the message is for the
    /// user.</exception>
    IDetectorTrainer Prepare(
        DetectorTrainingOptions options,
        Action<string> note,
        IProgress<DetectorTrainingProgress> progress,
        CancellationToken cancellationToken
    );
}

/// <summary>One training.</summary>
internal interface IDetectorTrainer
{
    /// <summary>
    /// The numbers that were chosen, in a line for people. Runs with other numbers do not continue each other.
    /// </summary>
    string Plan { get; }

    /// <summary>What the run depends on beside its settings: a line for each thing that is learned from.</summary>
    IEnumerable<string> Inventory();

    /// <summary>Says what makes a good detector unlikely.</summary>
    void NoteDoubts(CancellationToken cancellationToken);

    /// <summary>Trains.</summary>
    /// <param name="state">What <paramref name="save"/> was given last by the run that this one continues; null
    /// begins.</param>
    /// <param name="save">Keeps what a later run needs to go on from here to the same model.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="DetectorTrainingException">No detector of use came out.</exception>
    TrainedDetector Train(byte[]? state, Action<byte[]> save, CancellationToken cancellationToken);
}

/// <summary>A training that is measured on its way, and so has something to show in a run's folder.</summary>
internal interface IMeasuredTrainer : IDetectorTrainer
{
    /// <summary>What its run is asked for.</summary>
    DetectorRunConfiguration Configuration { get; }

    /// <summary>
    /// Told of each measurement; null where nobody asks, and then nothing is measured before the end.
    /// </summary>
    Action<DetectorMeasurement>? Measured { get; set; }

    /// <summary>What a trained detector does on pictures kept aside; null where there are none.</summary>
    EvaluationReport? Evaluate(TrainedDetector trained, CancellationToken cancellationToken);
}
