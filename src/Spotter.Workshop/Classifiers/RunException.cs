namespace Spotter.Workshop.Classifiers;

/// <summary>A run cannot be found, read or resumed; the message names it and says what to do.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class RunException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Missing, message, innerException);
