using Microsoft.Win32.SafeHandles;

namespace Spotter.Cli.Presenting;

/// <summary>Standard output as a stream that notices when its reader has gone.</summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;

    /// <remarks>
    /// Console's own stream swallows a closed pipe on Unix, and a search through a thousand pictures would go on for
    /// nobody. A file stream tells, but counts positions of its own: in a file that others append to as well, it would
    /// write over their lines.
    /// </remarks>
    public static Stream Open()
    {
        if (!OperatingSystem.IsWindows())
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 1 << 14);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }

    public static bool IsClosed(Exception e) => (e.HResult & 0xFFFF) == BrokenPipe;
}
