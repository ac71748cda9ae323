namespace Spotter.Vision.Channels;

/// <summary>A channel model could not be understood. The message is one line: file, place, what was wrong.</summary>
/// <param name="message">File, place, what was wrong.</param>
/// <param name="innerException">What the reader below said.</param>
public sealed class ChannelFormatException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Missing, message, innerException);
