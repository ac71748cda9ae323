namespace Spotter.Media.Pictures;

/// <summary>
/// A picture could not be read or written. The message is one line that names the picture, says what is wrong and
/// what to do.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class PictureException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Damaged, message, innerException)
{
    /// <summary>True where it is the limit on pixels that forbids the picture, which may be a good one.</summary>
    internal bool IsTooLarge { get; init; }

    internal static PictureException TooLarge(string name, string problem) =>
        new($"{name}: {problem}") { IsTooLarge = true };

    internal static PictureException About(string name, string problem, Exception? cause = null) =>
        new($"{name}: {problem}", cause);
}
