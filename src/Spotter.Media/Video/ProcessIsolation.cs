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

    public static ProcessStartInfo Prepare(string path, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Wrapper ?? path);
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        if (Wrapper is not null)
        {
            start.ArgumentList.Add(path);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string? Find(string name) =>
        FfmpegPrograms.Find(name, null, Environment.GetEnvironmentVariable("PATH"));
}
