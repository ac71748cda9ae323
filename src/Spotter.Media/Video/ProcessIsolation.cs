using System.Diagnostics;

namespace Spotter.Media.Video;

/// <summary>Keeps Ctrl-C and the hangup of the terminal away from the programs that we start.</summary>
/// <remarks>
/// A terminal sends the interrupt to the whole process group. An encoder that got it would stop before the last
/// frames reached it, so the programs run in a group of their own and end when their input ends: on Windows by the
/// start option, on Linux through <c>setsid</c> (util-linux; it replaces itself by the program, so that id and pipes
/// stay). Where there is no setsid, as on macOS, ffmpeg gets the interrupt too; it then closes its file properly and
/// answers <see cref="InterruptedExitCode"/>, which <see cref="VideoWriter"/> accepts. The hangup it would not survive,
/// so that <c>nohup</c> has it ignored.
/// </remarks>
internal static class ProcessIsolation
{
    /// <summary>ffmpeg's exit code after an interrupt that it answered by finishing its output.</summary>
    public const int InterruptedExitCode = 255;

    // Both replace themselves by the program.
    private static readonly string? Wrapper = OperatingSystem.IsWindows()
        ? null
        : (OperatingSystem.IsLinux() ? Find("setsid") : null) ?? Find("nohup");

    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="reach">What it may touch; null for what reads no bytes of others.</param>
    /// <exception cref="VideoException">A sandbox is required, and there is none.</exception>
    public static ProcessStartInfo Prepare(string path, IEnumerable<string> arguments, ToolReach? reach)
    {
        List<string> command = [.. Wrapper is null ? [] : (string[])[Wrapper]];
        command.AddRange(reach is null ? [path] : Sandbox.Wrap(path, reach));
        command.AddRange(arguments);
        var start = new ProcessStartInfo(command[0], command[1..]);
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        if (reach is not null)
        {
            Sandbox.Clear(start);
        }

        return start;
    }

    private static string? Find(string name) =>
        FfmpegPrograms.Find(name, null, Environment.GetEnvironmentVariable("PATH"));
}
