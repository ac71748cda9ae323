namespace Spotter.Learning.Datasets;

/// <summary>A data set cannot be read: the message names the file, the place in it and what is wrong there.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class DatasetException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Missing, message, innerException);
