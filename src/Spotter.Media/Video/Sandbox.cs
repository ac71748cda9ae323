using System.Diagnostics;
using System.Globalization;

namespace Spotter.Media.Video;

/// <summary>
/// Runs ffmpeg and ffprobe where a mistake in them can do no harm: without the user's files, network and processes
/// but for what they are to read, and with an end to their memory.
/// </summary>
/// <remarks>
/// By bubblewrap (<c>bwrap</c>, unprivileged namespaces of Linux) and <c>prlimit</c> where they are installed and the
/// system allows them: a run of <c>ffmpeg -version</c> inside finds out, once. Where it fails, as in most containers,
/// the programs run as they are, with the demuxers and protocols that <see cref="Inputs.ToolInput"/> grants, and
/// <c>spotter doctor</c> says so.
/// </remarks>
internal static class Sandbox
{
    /// <summary>The environment variable that turns it off, or makes its lack an error.</summary>
    public const string Variable = "SPOTTER_SANDBOX";

    private const string Off = "off";
    private const string Required = "required";

    // What programs and their libraries are found by, and nobody's secrets.
    private static readonly string[] SystemFolders =
    [
        "/usr",
        "/bin",
        "/sbin",
        "/lib",
        "/lib32",
        "/lib64",
        "/nix/store",
        "/gnu/store",
        "/etc/alternatives",
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/ld.so.conf.d",
        "/etc/fonts",
    ];

    private static readonly string[] NetworkFiles =
    [
        "/etc/resolv.conf",
        "/etc/hosts",
        "/etc/nsswitch.conf",
        "/etc/gai.conf",
        "/etc/ssl",
        "/etc/pki",
        "/etc/ca-certificates",
        "/run/systemd/resolve",
    ];

    // Variables by which a program finds its libraries, its language, its certificates and the way to the network.
    private static readonly string[] Kept =
    [
        "PATH",
        "LD_LIBRARY_PATH",
        "LANG",
        "LC_ALL",
        "TZ",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "http_proxy",
        "no_proxy",
    ];

    private static readonly Lazy<(string? Bubblewrap, string Detail)> State = new(Try);

    private static readonly string? Limiter = OperatingSystem.IsLinux() ? Find("prlimit") : null;

    /// <summary>What is in force here, in words.</summary>
    public static string Description =>
        string.Join(
            "; ",
            State.Value.Detail,
            Limiter is null
                ? "its memory is not limited"
                : string.Create(CultureInfo.InvariantCulture, $"at most {MostMemory / 1e9:0.0} GB of memory")
        );

    // Three quarters of what this process may use leave the rest of the machine alive.
    private static long MostMemory => Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3, 1L << 30);

    /// <summary>The program and arguments that run a program within its reach.</summary>
    /// <exception cref="VideoException">The sandbox is required, and there is none.</exception>
    public static IReadOnlyList<string> Wrap(string program, ToolReach reach)
    {
        (string? bubblewrap, string detail) = State.Value;
        if (bubblewrap is null && Setting() == Required)
        {
            throw new VideoException(
                SpotterErrorKind.Program,
                $"{Variable} is {Required}, but nothing here can confine ffmpeg: {detail}"
            );
        }

        return [.. Limits(), .. bubblewrap is null ? [] : Walls(bubblewrap, program, reach), program];
    }

    /// <summary>Leaves a confined program no variable that it has no use for.</summary>
    public static void Clear(ProcessStartInfo start)
    {
        if (State.Value.Bubblewrap is null)
        {
            return;
        }

        foreach (string name in start.Environment.Keys.Except(Kept, StringComparer.OrdinalIgnoreCase).ToList())
        {
            start.Environment.Remove(name);
        }
    }

    private static string[] Limits() =>
        Limiter is null
            ? []
            : [Limiter, string.Create(CultureInfo.InvariantCulture, $"--data={MostMemory}"), "--core=0", "--"];

    private static List<string> Walls(string bubblewrap, string program, ToolReach reach)
    {
        List<string> walls = [bubblewrap, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL"];
        foreach (string folder in SystemFolders)
        {
            Show(walls, folder);
        }

        walls.AddRange(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]);

        if (!SystemFolders.Any(folder => program.StartsWith(folder + "/", StringComparison.Ordinal)))
        {
            ShowOwnBuild(walls, program);
        }

        if (reach.Network)
        {
            walls.Add("--share-net");
            foreach (string file in NetworkFiles)
            {
                Show(walls, file);
            }
        }

        if (reach.Graphics)
        {
            walls.AddRange(["--ro-bind-try", "/sys", "/sys"]);
            foreach (string device in GraphicsDevices())
            {
                walls.AddRange(["--dev-bind-try", device, device]);
            }
        }

        if (reach.Folder is { } writes)
        {
            walls.AddRange(["--bind", writes, writes]);
        }

        foreach (string file in reach.Files)
        {
            walls.AddRange(["--ro-bind", file, file]);
        }

        walls.AddRange(["--chdir", "/", "--"]);
        return walls;
    }

    private static IEnumerable<string> GraphicsDevices() =>
        Directory.Exists("/dev") ? Directory.EnumerateFileSystemEntries("/dev", "nvidia*").Prepend("/dev/dri") : [];

    // A build of one's own may lie anywhere, in a home too: no more of it is shown than itself, and a folder bin with
    // its libraries.
    private static void ShowOwnBuild(List<string> walls, string program)
    {
        Show(walls, program);
        string folder = Path.GetDirectoryName(
            new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(program)
        )!;
        if (Path.GetFileName(folder) == "bin")
        {
            Show(walls, folder);
            Show(walls, Path.GetFullPath(Path.Combine(folder, "..", "lib")));
        }
    }

    // A link of the root, such as that from /lib to usr/lib, stays one; what is not there is left out.
    private static void Show(List<string> walls, string path)
    {
        if (new DirectoryInfo(path) is { LinkTarget: { } target } && Path.GetDirectoryName(path) == "/")
        {
            walls.AddRange(["--symlink", target, path]);
            return;
        }

        walls.AddRange(["--ro-bind-try", path, path]);
    }

    private static (string? Bubblewrap, string Detail) Try()
    {
        string? setting = Setting();
        if (setting == Off)
        {
            return (null, $"none: {Variable} is {Off}");
        }

        if (!OperatingSystem.IsLinux())
        {
            return (null, "none: there is none for this system");
        }

        if (Find("bwrap") is not { } bubblewrap)
        {
            return (null, "none: bubblewrap is not installed (sudo apt install bubblewrap)");
        }

        if (FfmpegPrograms.Find("ffmpeg") is not { } ffmpeg)
        {
            return (null, "none: there is no ffmpeg");
        }

        return Runs([.. Walls(bubblewrap, ffmpeg, ToolReach.Pipes), ffmpeg, "-version"]) is { } reason
            ? (null, $"none: bubblewrap does not run here ({reason})")
            : (
                bubblewrap,
                "bubblewrap around ffmpeg, which sees the file that it reads and nothing else, no network unless asked"
            );
    }

    /// <summary>Null where it runs, else why it does not.</summary>
    private static string? Runs(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> complaints = process.StandardError.ReadToEndAsync();
            Task<string> said = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
            {
                process.Kill(entireProcessTree: true);
                return "it does not answer";
            }

            said.GetAwaiter().GetResult();
            string reason = complaints.GetAwaiter().GetResult().Split('\n')[0].Trim();
            return process.ExitCode == 0 ? null
                : reason.Length > 0 ? reason
                : string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    private static string? Setting() =>
        Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" or "auto" => null,
            Off => Off,
            Required => Required,
            var other => throw new VideoException(
                SpotterErrorKind.Usage,
                $"{Variable} must be auto, {Off} or {Required}, got '{other}'"
            ),
        };

    private static string? Find(string name) =>
        FfmpegPrograms.Find(name, null, Environment.GetEnvironmentVariable("PATH"));
}
