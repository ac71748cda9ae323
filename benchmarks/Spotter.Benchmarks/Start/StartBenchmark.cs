using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace Spotter.Benchmarks.Start;

/// <summary>
/// What users wait for: milliseconds from starting the tool to its answer, each time in a process of its own. What is
/// timed is looked at: the version, a line of JSON that names the picture, the studio's page.
/// </summary>
internal static class StartBenchmark
{
    private const int WarmUps = 1;

    private static readonly Option<int> Rounds = Arguments.Rounds(9);

    public static Command Build() =>
        Arguments.Benchmark(
            "start",
            "Milliseconds from starting the tool to its version, help, first picture and page",
            RunAsync,
            Arguments.Paths,
            Rounds
        );

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        string picture = Path.GetFullPath(arguments.Pictures("/usr/share/doc/opencv-doc/examples/data/messi5.jpg")[0]);
        int rounds = arguments.GetValue(Rounds);
        string folder = Directory.CreateTempSubdirectory("spotter-start-").FullName;
        try
        {
            (string What, Func<Task> Work)[] cases =
            [
                ("version", () => AnswerAsync(folder, "spotter ", "--version")),
                ("help", () => AnswerAsync(folder, "faces", "--help")),
                ("first_picture", () =>
                    AnswerAsync(folder, "\"detections\":[{", "faces", picture, "--json", "--quiet", "--draw", "none")
                ),
                ("studio_page", () => StudioAsync(folder)),
            ];
            foreach ((string what, Func<Task> work) in cases)
            {
                double[] times = new double[rounds];
                for (int i = -WarmUps; i < rounds; i++)
                {
                    long start = Stopwatch.GetTimestamp();
                    await work();
                    times[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }

                Print(what, Medians.Of(times), times.Max(), arguments.GetValue(Arguments.Json));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string what, double median, double most, bool isJson) =>
        Console.WriteLine(
            isJson
                ? $$"""{"case":{{JsonSerializer.Serialize(what)}},"median_ms":{{median:F0}},"most_ms":{{most:F0}}}"""
                : $"{what.Replace('_', ' '), -14} {median, 6:F0} ms in the median, {most:F0} ms at most"
        );

    private static async Task AnswerAsync(string folder, string expected, params string[] arguments)
    {
        using Process tool = Start(folder, arguments);
        string answer = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        if (tool.ExitCode != 0 || !answer.Contains(expected, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"spotter {string.Join(' ', arguments)} answered {tool.ExitCode}: {answer}"
            );
        }
    }

    private static async Task StudioAsync(string folder)
    {
        using Process studio = Start(folder, ["studio", "--port", "0", "--data", Path.Combine(folder, "data")]);
        try
        {
            string address = await studio.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException("the studio did not start");
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            string page = await client.GetStringAsync(new Uri("/", UriKind.Relative));
            if (!page.Contains("<html", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"the studio answered {page}");
            }
        }
        finally
        {
            studio.Kill();
            await studio.WaitForExitAsync();
        }
    }

    private static Process Start(string folder, string[] arguments)
    {
        Process tool = Process.Start(
            new ProcessStartInfo(ToolPath(), arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            }
        )!;
        _ = tool.StandardError.ReadToEndAsync();
        return tool;
    }

    /// <summary>The tool as <c>./bench</c> builds it, beside this program in the same checkout.</summary>
    private static string ToolPath()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string tool = Path.Combine(at.FullName, "src", "Spotter.Cli", "bin", "Release", "net10.0", "spotter");
            if (File.Exists(tool))
            {
                return tool;
            }
        }

        throw new FileNotFoundException("the tool is not built: dotnet build src/Spotter.Cli -c Release");
    }
}
