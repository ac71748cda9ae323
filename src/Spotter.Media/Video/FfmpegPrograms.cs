namespace Spotter.Media.Video;

/// <summary>
/// Finds the programs <c>ffmpeg</c>, <c>ffprobe</c> and <c>ffplay</c>, which do all work on video files.
/// </summary>
/// <remarks>
/// They are looked for in the folder that the environment variable <c>SPOTTER_FFMPEG_DIR</c> names, and only
/// there when it is set; else in the folders of <c>PATH</c>.
/// </remarks>
public static class FfmpegPrograms
{
    /// <summary>The environment variable that names the folder of the programs.</summary>
    internal const string DirectoryVariable = "SPOTTER_FFMPEG_DIR";

    /// <summary>The path of <c>ffmpeg</c>, which decodes and encodes.</summary>
    /// <exception cref="VideoException">It is not installed; the message says how to install it.</exception>
    public static string Ffmpeg => Require("ffmpeg");

    /// <summary>The path of <c>ffprobe</c>, which describes files.</summary>
    /// <exception cref="VideoException">It is not installed; the message says how to install it.</exception>
    public static string Ffprobe => Require("ffprobe");

    /// <summary>The path of <c>ffplay</c>, which shows a window.</summary>
    /// <exception cref="VideoException">It is not installed; the message says how to install it.</exception>
    public static string Ffplay => Require("ffplay");

    /// <summary>The path of a program, or null when it is nowhere to be found.</summary>
    /// <param name="name">The name without folder and extension, such as <c>ffmpeg</c>.</param>
    public static string? Find(string name) =>
        Find(name, Environment.GetEnvironmentVariable(DirectoryVariable), Environment.GetEnvironmentVariable("PATH"));

    /// <summary>
    /// The first line that <c>ffmpeg -version</c> prints, such as <c>ffmpeg version 7.1</c>, for a report on the
    /// machine; null when it is not installed or does not run.
    /// </summary>
    public static async Task<string?> ReadVersionAsync(CancellationToken cancellationToken = default)
    {
        if (Find("ffmpeg") is not { } path)
        {
            return null;
        }

        try
        {
            ToolOutput output = await ToolRun
                .CaptureAsync(path, ["-version"], reach: null, TimeSpan.FromSeconds(20), cancellationToken)
                .ConfigureAwait(false);
            return output.Text.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? line : null;
        }
        catch (VideoException)
        {
            return null;
        }
    }

    /// <summary>
    /// What keeps a mistake in these programs from doing harm, in words, for a report on the machine: the sandbox that
    /// they run in where they read what others made, and the limit of their memory.
    /// </summary>
    /// <exception cref="VideoException">SPOTTER_SANDBOX is neither auto, off nor required.</exception>
    public static string Confinement => Sandbox.Description;

    internal static string? Find(string name, string? onlyDirectory, string? searchPath)
    {
        string fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        IEnumerable<string> directories = string.IsNullOrWhiteSpace(onlyDirectory)
            ? (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [onlyDirectory];
        return directories.Select(directory => Path.Combine(directory.Trim('"'), fileName)).FirstOrDefault(IsProgram);
    }

    internal static VideoException Missing(string name) => new(SpotterErrorKind.Program, MissingMessage(name));

    private static string Require(string name) => Find(name) ?? throw Missing(name);

    private static bool IsProgram(string path)
    {
        const UnixFileMode Executable =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path)
            && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None);
    }

    private static string MissingMessage(string name)
    {
        string? directory = Environment.GetEnvironmentVariable(DirectoryVariable);
        if (!string.IsNullOrWhiteSpace(directory))
        {
            return $"the program {name} is not in {directory}, the folder that {DirectoryVariable} names";
        }

        string advice =
            OperatingSystem.IsWindows() ? "winget install Gyan.FFmpeg"
            : OperatingSystem.IsMacOS() ? "brew install ffmpeg"
            : "sudo apt install ffmpeg (or the package ffmpeg of your distribution)";
        return $"the program {name} is not installed, video and cameras need it: {advice}; or name its folder in "
            + $"{DirectoryVariable}";
    }
}
