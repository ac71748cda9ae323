namespace Spotter.Workshop.Detectors;

/// <summary>
/// There is nothing to train on. The message is one line that says what was wrong, where, and what to do.
/// </summary>
public sealed class TrainingDataException : IOException
{
    /// <summary>An exception without anything to say.</summary>
    public TrainingDataException() { }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public TrainingDataException(string message)
        : base(message) { }

    /// <summary>An exception that says <paramref name="message"/> and was caused by another.</summary>
    public TrainingDataException(string message, Exception innerException)
        : base(message, innerException) { }
}
