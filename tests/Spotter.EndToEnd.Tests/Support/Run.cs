using System.Diagnostics;
using System.Text;

namespace Spotter.EndToEnd.Tests.Support;

/// <summary>A finished process.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a program to its end.</summary>
    public static Run Of(
        string program,
        IEnumerable<string> args,
        string folder,
        byte[]? input = null,
        bool isOnScreen = false,
        TimeSpan? patience = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        using Process process = Start(program, args, folder, redirectInput: true, isOnScreen, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.BaseStream.Write(input);
        }

        process.StandardInput.Close();
        if (!process.WaitForExit(patience ?? Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', args)} did not end within {patience ?? Patience}");
        }

        return new Run(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="redirectInput">Whether the test writes its standard input.</param>
    /// <param name="isOnScreen">Whether it sees the display of this process: there a video is shown instead of
    /// written.</param>
    /// <param name="environment">Variables that it sees beside those of this process.</param>
    public static Process Start(
        string program,
        IEnumerable<string> args,
        string folder,
        bool redirectInput = false,
        bool isOnScreen = false,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // What a test host sets for itself is none of the tool's business.
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("SPOTTER_DEBUG");
        if (!isOnScreen)
        {
            // Another test may have one for itself just now, and environments belong to the process.
            start.Environment.Remove("DISPLAY");
            start.Environment.Remove("WAYLAND_DISPLAY");
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
