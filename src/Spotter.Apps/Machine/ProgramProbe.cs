using System.ComponentModel;
using System.Diagnostics;

namespace Spotter.Apps.Machine;

/// <summary>Asks a program of the ffmpeg family for its version.</summary>
internal static class ProgramProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first line that the program says; null where it is not there or does not run.</summary>
    public static string? Version(string name)
    {
        var start = new ProcessStartInfo(name, ["-version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            process.StandardInput.Close();
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return line.Result is { Length: > 0 } text ? text.Split(" Copyright", 2)[0] : null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
