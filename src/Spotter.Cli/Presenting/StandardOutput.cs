using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Spotter.Cli.Presenting;

/// <summary>Standard output as a stream that notices when its reader has gone.</summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;
    private const int InputOutputError = 5;

    private static Stream? _instead;

    /// <remarks>
    /// Console's own stream swallows a closed pipe on Unix, and a search through a thousand pictures would go on for
    /// nobody. A file stream tells, but counts positions of its own: in a file that others append to as well, it would
    /// write over their lines.
    /// </remarks>
    public static Stream Open()
    {
        if (_instead is { } instead)
        {
            return new ForgivingStream(instead, static _ => false, leavesOpen: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            var stream = new FileStream(
                new SafeFileHandle(1, ownsHandle: false),
                FileAccess.Write,
                bufferSize: 1 << 14
            );
            if (!stream.CanSeek)
            {
                return new ForgivingStream(stream, IsTerminalGone);
            }
        }

        return Console.OpenStandardOutput();
    }

    /// <summary>Does something whose output goes to a stream, which is not closed.</summary>
    public static int Redirect(Stream stream, Func<int> action)
    {
        _instead = stream;
        try
        {
            return action();
        }
        finally
        {
            _instead = null;
        }
    }

    /// <summary>
    /// Lets messages go nowhere once the terminal or their reader is gone: what is worth finishing is not given up for
    /// them.
    /// </summary>
    public static void ForgiveErrors()
    {
        var stream = new ForgivingStream(Console.OpenStandardError(), static e => IsTerminalGone(e) || IsClosed(e));
        Console.SetError(
            new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true }
        );
    }

    // A terminal that was closed hangs up as well, which ends the run; until then there is nobody to tell.
    private static bool IsTerminalGone(Exception e) => (e.HResult & 0xFFFF) == InputOutputError;

    public static bool IsClosed(Exception e) => (e.HResult & 0xFFFF) == BrokenPipe;
}
