using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests.Faults;

/// <summary>
/// A short run of <c>./fuzz</c> over all targets, the same each time: findings of the past first, then changed
/// inputs.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private const string Executions = "700";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    // Long until our engine and ONNX Runtime agree on all graphs that it makes: one run of two saw a difference.
    [Fact]
    [Trait("Category", "Long")]
    public void Fuzz_AllTargetsShortly_FindsNothing()
    {
        Run run = Run.Of(
            "dotnet",
            [
                Repository.PathOf("fuzzing", "Spotter.Fuzzing", "bin", "Release", "net10.0", "Spotter.Fuzzing.dll"),
                "all",
                "--executions",
                Executions,
                "--minutes",
                "60",
                "--state",
                _workspace.PathOf("state"),
            ],
            _workspace.Folder,
            patience: TimeSpan.FromHours(1)
        );
        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Contains(" 0 findings", run.Output, StringComparison.Ordinal);
    }
}
