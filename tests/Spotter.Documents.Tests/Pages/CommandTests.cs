using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Spotter.Cli;
using Spotter.Documents.Tests.Support;

namespace Spotter.Documents.Tests.Pages;

/// <summary>
/// Every command line that the documents show is one that the tool takes, and does what it is for. A block that cannot
/// run says why, in a comment above it.
/// </summary>
public sealed partial class CommandTests
{
    private const string Together = "together";

    private static readonly string[] Scripts =
    [
        "test",
        "bench",
        "spotter",
        "pack",
        "site",
        "fuzz",
        "faults",
        "train-models",
    ];

    // The parser looks for the files that some options name, in the working folder.
    public CommandTests() => DocumentFiles.EnterFolder();

    public static TheoryData<string> Blocks => [.. CodeBlock.All("sh").Select(static block => block.Place)];

    public static TheoryData<string, string> Lines()
    {
        var lines = new TheoryData<string, string>();
        foreach (CodeBlock block in CodeBlock.All("sh").Where(static block => block.Page.IsWritten))
        {
            string[] all = block["run"] == Together ? [block.Code] : [.. ShellCommand.Lines(block.Code)];
            foreach (string line in all.Where((_, index) => !IsLeftOut(block, index + 1)))
            {
                lines.Add(block.Place, line);
            }
        }

        return lines;
    }

    public static TheoryData<string> Pages => [.. DocumentPage.Written.Select(static page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_CommandsWithinText_AreTaken(string name)
    {
        RootCommand root = Tool.Build();
        Assert.All(DocumentPage.Written.First(page => page.Name == name).Inlines, code =>
        {
            // A text may name a command or an option without all that it needs; dots stand for what is left out.
            if (
                code.StartsWith("./spotter ", StringComparison.Ordinal)
                && !code.Contains("...", StringComparison.Ordinal)
            )
            {
                string[] words = ShellCommand.Of(code).First();
                try
                {
                    Tool.RequireSense(Tool.Parse(root, words[1..]));
                }
                catch (SpotterException e) when (e.Message.Contains(" is missing: ", StringComparison.Ordinal)) { }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_CommandsOfTheTool_AreTaken(string place)
    {
        RootCommand root = Tool.Build();
        Assert.All(ShellCommand.Of(CodeBlock.At(place, "sh").Code), command =>
        {
            if (command[0] is "spotter" or "./spotter")
            {
                Tool.RequireSense(Tool.Parse(root, command[1..]));
            }
            else if (command[0].StartsWith("./", StringComparison.Ordinal))
            {
                Assert.Contains(command[0][2..], Scripts);
            }
            else if (command is ["dotnet", "run", ['s', 'a', 'm', 'p', 'l', 'e', 's', '/', ..] sample, ..])
            {
                Assert.True(File.Exists(Repository.PathOf(sample)), sample);
            }
        });
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Lines))]
    public void Line_OfAPage_Runs(string place, string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the pages show POSIX command lines");
        using var workspace = new Workspace();
        DocumentFiles.Write(workspace, CodeBlock.At(place, "sh"));

        // The tool by both of its names, and the rest of a checkout.
        string tool = $"spotter() {{ '{Workspace.ToolPath}' \"$@\"; }}; set -euo pipefail; ";
        string script = tool + line.Replace("./spotter ", "spotter ", StringComparison.Ordinal);
        Run run = Run.Of("bash", ["-c", script], workspace.Folder);
        Assert.True(run.ExitCode == 0, $"{place}: {line}\n{run.Output}{run.Error}");
        Assert.DoesNotContain("spotter: ", run.Error, StringComparison.Ordinal);
    }

    // "it needs a camera" is about the block; "lines 2, 4: they need one" and "lines 1 to 3: ..." are about these.
    private static bool IsLeftOut(CodeBlock block, int number)
    {
        if (block["not run"] is not { } reason)
        {
            return false;
        }

        Match some = SomeLines().Match(reason);
        return !some.Success
            || (
                some.Groups["to"].Success
                    ? number >= Number(some.Groups["one"]) && number <= Number(some.Groups["to"])
                    : some.Groups["one"].Captures.Any(one => Number(one) == number)
            );
    }

    private static int Number(Capture digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^lines? (?<one>\d+)((, (?<one>\d+))*| to (?<to>\d+)):", RegexOptions.ExplicitCapture)]
    private static partial Regex SomeLines();
}
