using System.Diagnostics;
using System.Globalization;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests.Faults;

/// <summary>The tool with a library before the system's own that makes one call fail (faults.c).</summary>
internal static class FaultyProcess
{
    private static readonly Lazy<string?> Library = new(Compile);

    /// <summary>Skips a test where the library cannot be had.</summary>
    public static void Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "calls are made to fail with LD_PRELOAD");
        Assert.SkipWhen(Library.Value is null, "gcc is not installed");
    }

    /// <summary>What starts a program so that a call fails.</summary>
    /// <param name="arguments">Of the tool.</param>
    /// <param name="folder">Where it works; files below it count.</param>
    /// <param name="call">Which call fails, from 1; 0 for none.</param>
    /// <param name="log">Where the library writes what it did.</param>
    public static ProcessStartInfo Prepare(IEnumerable<string> arguments, string folder, int call, string log)
    {
        var start = new ProcessStartInfo(Workspace.ToolPath, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LD_PRELOAD"] = Library.Value;
        start.Environment["SPOTTER_FAULT_UNDER"] = folder;
        start.Environment["SPOTTER_FAULT_AT"] = call.ToString(CultureInfo.InvariantCulture);
        start.Environment["SPOTTER_FAULT_LOG"] = log;

        // Sockets for debuggers are none of the tool's, and its settings none of the test's.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        start.Environment.Remove("SPOTTER_DEBUG");
        start.Environment.Remove("DISPLAY");
        return start;
    }

    /// <summary>What the library wrote: which call failed, if any, and how many there were.</summary>
    public static (string? Failed, int Calls) Read(string log)
    {
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        return (
            lines
                .FirstOrDefault(static line => line.StartsWith("failed ", StringComparison.Ordinal))
                ?["failed ".Length..],
            lines
                .Where(static line => line.StartsWith("calls ", StringComparison.Ordinal))
                .Select(static line => int.Parse(line["calls ".Length..], CultureInfo.InvariantCulture))
                .LastOrDefault()
        );
    }

    /// <summary>
    /// What is wrong with how a run ended: it must say in a line what was wrong, and never by a stack trace.
    /// </summary>
    public static string? Flaw(int exitCode, string error)
    {
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return error.Contains("   at ", StringComparison.Ordinal)
            || error.Contains("Unhandled exception", StringComparison.Ordinal)
                ? "a stack trace"
            : error.Contains("a fault of the program", StringComparison.Ordinal) ? "a fault of the program"
            : exitCode is not (>= 0 and <= 4) ? $"exit code {exitCode}"
            : exitCode != 0 && !lines.Any(static line => line.StartsWith("spotter:", StringComparison.Ordinal))
                ? "no line that says what was wrong"
            : null;
    }

    private static string? Compile()
    {
        string library = Path.Combine(Path.GetTempPath(), $"spotter-faults-{Environment.ProcessId}.so");
        try
        {
            Run run = Run.Of(
                "gcc",
                [
                    "-O1",
                    "-shared",
                    "-fPIC",
                    "-o",
                    library,
                    Repository.PathOf("tests", "Spotter.EndToEnd.Tests", "Faults", "faults.c"),
                    "-ldl",
                ],
                Path.GetTempPath()
            );
            Assert.True(run.ExitCode == 0, run.Error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(library);
        return library;
    }
}
