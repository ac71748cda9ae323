namespace Spotter.Workshop.Labels;

/// <summary>
/// Labels cannot be read: the message is one line that names the file, the place in it and the value.
/// </summary>
public sealed class LabelException : IOException
{
    /// <summary>An exception without anything to say.</summary>
    public LabelException() { }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public LabelException(string message)
        : base(message) { }

    /// <summary>An exception that says <paramref name="message"/> and was caused by another.</summary>
    public LabelException(string message, Exception innerException)
        : base(message, innerException) { }

    internal static LabelException About(string path, Exception cause) =>
        new($"{path}: cannot be read: {cause.Message.Split('\n', 2)[0].Trim()}", cause);
}
