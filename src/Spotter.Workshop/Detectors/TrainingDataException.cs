namespace Spotter.Workshop.Detectors;

/// <summary>
/// There is nothing to train on. The message is one line that says what was wrong, where, and what to do.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class TrainingDataException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Missing, message, innerException);
