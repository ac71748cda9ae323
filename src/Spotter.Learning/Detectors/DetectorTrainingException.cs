namespace Spotter.Learning.Detectors;

/// <summary>
/// A training has ended without a detector that is of use to anybody. The message says why, in one line.
/// </summary>
/// <param name="message">Why.</param>
/// <param name="end">How the training ended.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class DetectorTrainingException(string message, DetectorTrainingEnd end, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Damaged, message, innerException)
{
    /// <summary>
    /// How the training ended: whether objects and negatives could not be told apart, or the negatives were too easy.
    /// </summary>
    public DetectorTrainingEnd End => end;
}
