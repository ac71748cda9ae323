namespace Spotter.Vision.Channels;

/// <summary>A channel model could not be understood. The message is one line: file, place, what was wrong.</summary>
public sealed class ChannelFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    public ChannelFormatException() { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">File, place, what was wrong.</param>
    public ChannelFormatException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">File, place, what was wrong.</param>
    /// <param name="innerException">What the reader below said.</param>
    public ChannelFormatException(string message, Exception innerException)
        : base(message, innerException) { }
}
