using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Pages;

/// <summary>The commands of the reference run as they stand.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public async Task Reference_CurlExamples_Run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the page shows POSIX command lines");
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string work = Path.Combine(studio.Folder, "work");
        Directory.CreateDirectory(work);
        File.Copy(Samples.FaceFile, Path.Combine(work, "photo.jpg"));
        string page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "reference", "studio_api.md"),
            TestContext.Current.CancellationToken
        );
        string script = string.Concat(ShellBlock().Matches(page).Select(static block => block.Groups["lines"].Value));
        Assert.Contains("curl", script, StringComparison.Ordinal);

        // With --fail an answer that is a problem ends the script.
        script = script.Replace("curl -s", "curl -sS --fail-with-body", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = work,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["STUDIO"] = studio.Address.AbsoluteUri.TrimEnd('/');
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await error);
        Assert.Contains("\"label\":\"face\"", output, StringComparison.Ordinal);
        Assert.Contains("spotter_pictures_total 2", output, StringComparison.Ordinal);
        using JsonDocument coco = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(work, "coco.json"), TestContext.Current.CancellationToken)
        );
        Assert.Equal(1, coco.RootElement.GetProperty("images").GetArrayLength());
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellBlock();
}
