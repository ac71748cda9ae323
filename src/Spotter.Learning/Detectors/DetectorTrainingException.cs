namespace Spotter.Learning.Detectors;

/// <summary>
/// A training has ended without a detector that is of use to anybody. The message says why, in one line.
/// </summary>
public sealed class DetectorTrainingException : Exception
{
    /// <summary>An exception without anything to say.</summary>
    public DetectorTrainingException() { }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public DetectorTrainingException(string message)
        : base(message) { }

    /// <summary>An exception that says <paramref name="message"/> and was caused by another.</summary>
    public DetectorTrainingException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    /// <param name="message">Why.</param>
    /// <param name="end">How the training ended.</param>
    public DetectorTrainingException(string message, DetectorTrainingEnd end)
        : base(message) => End = end;

    /// <summary>
    /// How the training ended: whether objects and negatives could not be told apart, or the negatives were too easy.
    /// </summary>
    public DetectorTrainingEnd End { get; }
}
