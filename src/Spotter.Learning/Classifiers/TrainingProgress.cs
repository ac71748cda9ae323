using System.Globalization;

namespace Spotter.Learning.Classifiers;

/// <summary>Where a run is, after a batch.</summary>
/// <param name="Epoch">The epoch in progress, 1 is the first.</param>
/// <param name="Epochs">Epochs of the run.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="BatchLoss">Mean loss of the last batch.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="Accuracy">Share of right answers in the epoch so far, 0 to 1.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="ImagesPerSecond">Speed since the run began or went on.</param>
/// <param name="Remaining">Expected time to the end of the run.</param>
/// <param name="Finished">The epoch's figures, once it is complete; null before.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    double BatchLoss,
    double Loss,
    double Accuracy,
    double LearningRate,
    double ImagesPerSecond,
    TimeSpan Remaining,
    EpochMetrics? Finished
);

/// <summary>The figures of one epoch.</summary>
/// <param name="Epoch">1 is the first.</param>
/// <param name="Loss">Mean loss over the training pictures, as they were seen.</param>
/// <param name="Accuracy">Share of right answers on them, 0 to 1.</param>
/// <param name="ValidationLoss">Mean loss over the validation pictures after the epoch; null without them.</param>
/// <param name="ValidationAccuracy">Share of right answers on them, 0 to 1; null without them.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="Seconds">Time taken, with validation; without the time before an interruption.</param>
public sealed record EpochMetrics(
    int Epoch,
    double Loss,
    double Accuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double LearningRate,
    double Seconds
)
{
    /// <summary>The figures as a line: <c>epoch 3: loss 0.3370, accuracy 0.8773</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}: loss {Loss:0.0000}, accuracy {Accuracy:0.0000}")
        + (
            ValidationLoss is { } loss && ValidationAccuracy is { } accuracy
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; validation loss {loss:0.0000}, accuracy {accuracy:0.0000}"
                )
                : ""
        );
}

/// <summary>Why a run ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The validation loss stopped improving.</summary>
    StoppedEarly,

    /// <summary>The caller asked to stop; the checkpoint, if any, holds the state after the last batch.</summary>
    Cancelled,

    /// <summary>A number became infinite or none; the network has the weights of the last good epoch.</summary>
    Diverged,
}

/// <summary>What a run gave.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="History">The figures of each complete epoch, also of those before a resumption.</param>
/// <param name="BestEpoch">The epoch whose weights the network has if <see cref="EarlyStopping.RestoreBest"/> applied,
/// else the last one; 0 before the first is complete.</param>
public sealed record TrainingResult(TrainingEnd End, IReadOnlyList<EpochMetrics> History, int BestEpoch);
