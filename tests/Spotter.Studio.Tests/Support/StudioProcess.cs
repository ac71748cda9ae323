using System.Diagnostics;
using System.Globalization;

namespace Spotter.Studio.Tests.Support;

/// <summary>
/// <c>spotter studio</c> as users run it: a process with a home, a working and a temporary folder of its own.
/// </summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    internal static readonly string Tool = Path.Combine(
        Repository.Root,
        "src",
        "Spotter.Cli",
        "bin",
        "Release",
        "net10.0",
        OperatingSystem.IsWindows() ? "spotter.exe" : "spotter"
    );

    private readonly Process _process;
    private readonly Task<string> _complaints;

    private StudioProcess(Process process, Uri address)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>The most memory that the process had in use so far.</summary>
    public long PeakBytes =>
        File.ReadLines($"/proc/{_process.Id}/status")
            .Where(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(static line =>
                long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
                << 10
            )
            .Single();

    /// <param name="sandbox">A folder; below it the studio's data, and all that it could take for its home.</param>
    public static async Task<StudioProcess> StartAsync(string sandbox)
    {
        var start = new ProcessStartInfo(Tool, ["studio", "--port", "0", "--data", DataIn(sandbox)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(sandbox, "work")).FullName,
        };
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(sandbox, "home")).FullName;
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(sandbox, "tmp")).FullName;

        // The runtime's own sockets for debuggers would stay behind when it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        Process process = Process.Start(start)!;
        string? address = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(address is not null, "the studio did not start");
        return new StudioProcess(process, new Uri(address));
    }

    public static string DataIn(string sandbox) => Path.Combine(sandbox, "data");

    /// <summary>Ends it as the system does when memory is short: without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it and answers what it complained about.</summary>
    public async Task<string> EndAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        return await _complaints;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }
}
