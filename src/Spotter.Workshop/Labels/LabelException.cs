namespace Spotter.Workshop.Labels;

/// <summary>
/// Labels cannot be read: the message is one line that names the file, the place in it and the value.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
/// <param name="kind">What sort of thing is wrong.</param>
public sealed class LabelException(
    string message,
    Exception? innerException = null,
    SpotterErrorKind kind = SpotterErrorKind.Missing
) : SpotterException(kind, message, innerException)
{
    internal static LabelException About(string path, Exception cause) =>
        new($"{path}: cannot be read: {cause.Message.Split('\n', 2)[0].Trim()}", cause);
}
