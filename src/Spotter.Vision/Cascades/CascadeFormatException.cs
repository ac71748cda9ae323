namespace Spotter.Vision.Cascades;

/// <summary>A cascade file could not be understood. The message is one line: file, place, what was wrong.</summary>
public sealed class CascadeFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    public CascadeFormatException() { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">File, place, what was wrong.</param>
    public CascadeFormatException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">File, place, what was wrong.</param>
    /// <param name="innerException">What the reader below said.</param>
    public CascadeFormatException(string message, Exception innerException)
        : base(message, innerException) { }
}
