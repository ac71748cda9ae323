using System.Diagnostics;

namespace Spotter.Vision.Tests.Architecture;

/// <summary>Sources look as the formatter makes them look, and no line is longer than 120 columns.</summary>
public sealed class SourceFormatTests
{
    private const int Columns = 120;

    private static readonly string[] Roots = ["benchmarks", "build", "fuzzing", "samples", "src", "tests"];

    [Fact]
    public void Sources_Checked_AreAsTheFormatterMakesThem()
    {
        (int restored, string why) = Run("tool", "restore");
        Assert.True(restored == 0, $"the formatter of .config/dotnet-tools.json was not restored: {why}");
        (int status, string complaints) = Run(["csharpier", "check", .. Roots]);
        Assert.True(status == 0, $"mend with: dotnet csharpier format .\n{complaints}");
    }

    // The formatter leaves text and comments alone. The lines of a raw string are another language's, and so is a long
    // word without a place to cut it.
    [Fact]
    public void Lines_OfAllSources_FitInTheColumns()
    {
        string[] tooLong =
        [
            .. Roots.SelectMany(static root => Sources(Path.Combine(Repository.Root, root))).SelectMany(TooLong),
        ];
        Assert.True(tooLong.Length == 0, string.Join('\n', tooLong));
    }

    private static IEnumerable<string> TooLong(string file)
    {
        bool isRaw = false;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool wasRaw = isRaw;
            int quotes = line.Split("\"\"\"").Length - 1;
            isRaw ^= quotes % 2 == 1;
            if (line.Length > Columns && !wasRaw && quotes == 0 && line.Trim().Contains(' ', StringComparison.Ordinal))
            {
                yield return $"{Path.GetRelativePath(Repository.Root, file)}:{number}: {line.Length} columns";
            }
        }
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static file =>
                !file.Split('/', '\\').Any(static part => part is "obj" or "bin")
                && !file.EndsWith(".g.cs", StringComparison.Ordinal)
            );

    private static (int Status, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
