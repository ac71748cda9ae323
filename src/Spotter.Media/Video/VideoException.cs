namespace Spotter.Media.Video;

/// <summary>A video source, camera or output that does not work; the message is one line for people to read.</summary>
/// <param name="kind">What sort of thing is wrong: <see cref="SpotterErrorKind.Damaged"/> where there is a file or
/// stream, but it cannot be read as video, or only a part of it; <see cref="SpotterErrorKind.Usage"/> where the output
/// cannot be written.</param>
/// <param name="message">One line: what was wrong, where, what to do.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class VideoException(SpotterErrorKind kind, string message, Exception? innerException = null)
    : SpotterException(kind, message, innerException);
