namespace Spotter.Workshop.Classifiers;

/// <summary>A run cannot be found, read or resumed; the message names it and says what to do.</summary>
public sealed class RunException : IOException
{
    /// <summary>An exception without anything to say.</summary>
    public RunException() { }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public RunException(string message)
        : base(message) { }

    /// <summary>An exception that says <paramref name="message"/> and was caused by another.</summary>
    public RunException(string message, Exception innerException)
        : base(message, innerException) { }
}
