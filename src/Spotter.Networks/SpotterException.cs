using Spotter.Networks.Text;

namespace Spotter;

/// <summary>
/// Something outside of the program is not as it is needed: a file, a picture, a model, a program, a device or what a
/// user asked for. The message is one line for people: what was wrong, where, and what to do.
/// </summary>
/// <remarks>All exceptions of the libraries that are not a caller's mistake derive from it.</remarks>
public class SpotterException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">What sort of thing is wrong.</param>
    /// <param name="message">One line: what was wrong, where, what to do.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public SpotterException(SpotterErrorKind kind, string message, Exception? innerException = null)
        : base(OneLine.Of(message), innerException)
    {
        Kind = kind;
    }

    /// <summary>What sort of thing is wrong.</summary>
    public SpotterErrorKind Kind { get; }

    /// <summary>Whether the system refused a file, and nobody has said so in words for people yet.</summary>
    internal static bool IsBare(Exception exception) =>
        exception is UnauthorizedAccessException or (IOException and not SpotterException);

    /// <summary>The same error in other words, or of another kind.</summary>
    internal static SpotterException Of(SpotterErrorKind kind, Exception cause) =>
        new(kind, PlainMessage(cause), cause);

    /// <summary>
    /// What an exception says to people: .NET appends the name of a parameter to what is wrong with it, and its value.
    /// </summary>
    internal static string PlainMessage(Exception exception)
    {
        string message = exception.Message;
        if (exception is ArgumentException { ParamName: { Length: > 0 } name })
        {
            int end = message.LastIndexOf(new ArgumentException(".", name).Message[1..], StringComparison.Ordinal);
            return end > 0 ? message[..end] : message;
        }

        return message;
    }
}

/// <summary>What sort of thing is wrong outside of the program.</summary>
public enum SpotterErrorKind
{
    /// <summary>It is there, but cannot be used or not be gone through to the end.</summary>
    Damaged,

    /// <summary>What the work cannot begin without, an input or a model, is not there or not fit for it.</summary>
    Missing,

    /// <summary>What was asked for cannot be done, or not there.</summary>
    Usage,

    /// <summary>A program that Spotter needs is not installed, or lacks a feature.</summary>
    Program,

    /// <summary>A camera or a display is not there, or is in use by another program.</summary>
    Device,
}
