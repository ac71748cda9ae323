using Spotter.Networks.Files;

namespace Spotter.Files;

/// <summary>
/// Outputs cannot go where they were sent. The message is one line that names the file or folder and says what to do.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class OutputException(string message, Exception? innerException = null)
    : SpotterException(SpotterErrorKind.Usage, message, innerException)
{
    internal static OutputException About(string path, Exception cause) =>
        new($"{path}: cannot be written: {cause.Message.Split('\n', 2)[0].Trim()}", cause);

    /// <summary>Tells whether a file can and may be written: before hours of work, not after.</summary>
    internal static void RequireWritable(string path, Outputs outputs)
    {
        outputs.Claim(path);
        Guard(path, () =>
        {
            using var probe = new WholeFile(path);
        });
    }

    /// <summary>Tried before the work begins: a folder that cannot be written is one message, not one a file.</summary>
    internal static void MakeFolder(string folder) => Guard(folder, () => Directory.CreateDirectory(folder));

    /// <summary>Writes, and makes of whatever stands in the way of it an error that names the file.</summary>
    internal static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw About(path, e);
        }
    }
}
