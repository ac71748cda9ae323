using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Tests.Support;

namespace Spotter.Cli.Tests.Parsing;

public sealed class HelpPageTests
{
    private static readonly string[] Titles = [.. Enum.GetValues<HelpGroup>().Select(static group => group.Title())];

    public static MatrixTheoryData<string, int> Pages =>
        new(CommandLine.Commands().Select(static c => string.Join(' ', c.Path)), [40, 60, 80]);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_OfEveryCommand_StaysWithinTheWidthAndBreaksNoWord(string path, int width)
    {
        string help = Page(path, width);
        Assert.All(help.Split('\n'), line =>
            Assert.True(line.Length <= width || Words(line).Length == 1, $"{width} columns: {line}")
        );
        Assert.Equal(Words(Page(path, 2000)), Words(help));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_OfEveryCommand_ListsEachOptionUnderItsGroup(string path, int width)
    {
        string[] lines =
        [
            .. Page(path, width)
                .Split('\n')
                .SkipWhile(static line => line != "Usage:")
                .SkipWhile(static line => line.Length > 0),
        ];
        foreach (Option option in Find(path).Options.Where(static option => !option.Hidden))
        {
            int at = Array.FindIndex(lines, line =>
                Words(line).Contains(option.Name) && line.StartsWith("  -", StringComparison.Ordinal)
            );
            Assert.True(at >= 0, option.Name);
            Assert.Equal(
                $"{HelpPage.GroupOf(option).Title()}:",
                lines[..at].Last(static line => line.EndsWith(':') && line[0] != ' ')
            );
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_OfEveryCommand_HasTheGroupsInOneOrder(string path, int width)
    {
        int[] order =
        [
            .. Page(path, width)
                .Split('\n')
                .Select(static line => Array.IndexOf(Titles, line.TrimEnd(':')))
                .Where(static index => index >= 0),
        ];
        Assert.NotEmpty(order);
        Assert.Equal(order.Order().Distinct(), order);
    }

    [Fact]
    public void Page_OfASearch_GroupsWhatIsSearchedWrittenAndTracked() =>
        Assert.Equal(
            [
                "What to search",
                "What to write",
                "How it looks",
                "Video and cameras",
                "Tracking and counting",
                "Millions of pictures",
                "Machine and messages",
            ],
            Page("faces", 80).Split('\n').Select(static line => line.TrimEnd(':')).Where(Titles.Contains)
        );

    [Fact]
    public void Page_OfEveryCommand_ShowsUsageAndExamples() => Assert.All(CommandLine.Commands(), static c =>
        {
            string help = Page(string.Join(' ', c.Path), 80);
            Assert.Contains("\nUsage:\n", help, StringComparison.Ordinal);
            Assert.Contains("\nExamples:\n  ", help, StringComparison.Ordinal);
        });

    private static Command Find(string path) =>
        CommandLine.Commands().First(c => string.Join(' ', c.Path) == path).Command;

    private static string Page(string path, int width)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Help.Write(Find(path), output, width);
        return output.ToString();
    }

    // Without the backslashes of folded examples.
    private static string[] Words(string text) =>
        [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(static word => word != "\\")];
}
