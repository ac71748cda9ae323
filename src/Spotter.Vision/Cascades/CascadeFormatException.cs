namespace Spotter.Vision.Cascades;

/// <summary>A cascade file could not be understood. The message is one line: file, place, what was wrong.</summary>
/// <param name="message">File, place, what was wrong.</param>
/// <param name="innerException">What the reader below said.</param>
public sealed class CascadeFormatException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Missing, message, innerException);
