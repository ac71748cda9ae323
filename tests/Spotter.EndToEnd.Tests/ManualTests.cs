using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>The manual pages, as the programs that show them read them.</summary>
public sealed class ManualTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Pages_OfAllCommands_ReadWithoutAWarningAndSayWhatHelpSays()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mandoc"), "nothing to check manual pages with: install mandoc");
        Run made = Run.Of(
            "env",
            ["SOURCE_DATE_EPOCH=1700000000", Workspace.ToolPath, "man", "man1"],
            _workspace.Folder
        );
        Assert.True(made.ExitCode == 0, made.Error);
        string[] pages = _workspace.Files("man1");
        Assert.Contains("spotter.1", pages);
        Assert.Contains("spotter-train-classifier.1", pages);
        Run lint = Run.Of("mandoc", ["-T", "lint", "-W", "warning", .. pages.Select(Place)], _workspace.Folder);
        Assert.Equal("", lint.Output + lint.Error);

        string faces = Shown("spotter-faces.1");
        Assert.Contains("SPOTTER-FACES(1)", faces, StringComparison.Ordinal);
        Assert.Contains("2023-11-14", faces, StringComparison.Ordinal);
        Run help = _workspace.Spotter("help", "faces");
        foreach (
            string line in help.OutputLines.Where(static line => line.StartsWith("  --", StringComparison.Ordinal))
        )
        {
            Assert.Contains(line.Trim().Split("  ")[0], faces, StringComparison.Ordinal);
        }

        Assert.Contains("spotter faces photo.jpg --speech \"why so serious\"", faces, StringComparison.Ordinal);
        Assert.Contains("SPOTTER_OPTION_NAME", Shown("spotter.1"), StringComparison.Ordinal);

        string Place(string page) => Path.Combine("man1", page);

        // Without the overstriking that makes letters bold.
        string Shown(string page) =>
            System.Text.RegularExpressions.Regex.Replace(
                Run.Of("mandoc", ["-T", "ascii", "-O", "width=80", Place(page)], _workspace.Folder).Output,
                ".\b",
                ""
            );
    }
}
