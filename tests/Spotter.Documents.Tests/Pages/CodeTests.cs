using System.Text.Json.Nodes;
using Spotter.Documents.Tests.Support;

namespace Spotter.Documents.Tests.Pages;

/// <summary>
/// Every block of code in the documents is right. C# compiles as it stands and runs on a photograph; what is a part of
/// a sample is in that sample; JSON is JSON. A block that cannot says why, in a comment above it.
/// </summary>
public sealed class CodeTests
{
    private static readonly string[] Languages =
    [
        "bash",
        "csharp",
        "dockerfile",
        "html",
        "json",
        "mermaid",
        "powershell",
        "python",
        "sh",
        "text",
        "xml",
        "yaml",
    ];

    private static readonly string[] Remarks =
    [
        "after",
        "args",
        "from",
        "not compiled",
        "not run",
        "project",
        "run",
        "schema",
    ];

    public static TheoryData<string> Programs =>
        [
            .. CodeBlock
                .All("csharp")
                .Where(static block => block["not compiled"] is null && block["from"] is null)
                .Select(static block => block.Place),
        ];

    public static TheoryData<string> Excerpts =>
        [
            .. CodeBlock
                .All("csharp")
                .Where(static block => block["from"] is not null)
                .Select(static block => block.Place),
        ];

    public static TheoryData<string> Json => [.. CodeBlock.All("json").Select(static block => block.Place)];

    [Fact]
    public void Blocks_OfAllPages_AreOfAKnownLanguage() =>
        Assert.Empty(
            DocumentPage
                .Written.SelectMany(static page => page.Blocks)
                .Where(static block => !Languages.Contains(block.Language))
                .Select(static block => $"{block.Place}: {block.Language}")
        );

    [Fact]
    public void Remarks_AboveBlocks_AreKnownAndSaySomething() =>
        Assert.Empty(
            DocumentPage
                .Written.SelectMany(static page => page.Blocks)
                .SelectMany(static block => block.Remarks.Select(remark => (block, remark)))
                .Where(static pair => !Remarks.Contains(pair.remark.Key) || pair.remark.Value.Length == 0)
                .Select(static pair => $"{pair.block.Place}: {pair.remark}")
        );

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_Pasted_CompilesWithoutWarnings(string place) =>
        Assert.Equal([], new DocumentProgram(CodeBlock.At(place, "csharp")).Complaints);

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_Pasted_Runs(string place)
    {
        CodeBlock block = CodeBlock.At(place, "csharp");
        Assert.SkipWhen(block["not run"] is not null, $"{place}: {block["not run"]}");
        using var workspace = new Workspace();
        DocumentFiles.Write(workspace, block);
        Run run = new DocumentProgram(block).RunIn(workspace, block["args"]?.Split(' ') ?? []);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("", run.Error);
    }

    // Comments are the page's own, and dots stand for what it leaves out.
    [Theory]
    [MemberData(nameof(Excerpts))]
    public void Excerpt_OfASample_StandsThereInThisOrder(string place)
    {
        CodeBlock block = CodeBlock.At(place, "csharp");
        string[] sample = [.. File.ReadLines(Repository.PathOf(block["from"]!)).Select(WithoutComment)];
        int at = 0;
        foreach (string line in block.Code.Split('\n').Select(WithoutComment))
        {
            if (line is not ("" or "..."))
            {
                at = Array.IndexOf(sample, line, at) + 1;
                Assert.True(at > 0, $"{place}: {block["from"]} has no such line any more, or not there: {line}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void Json_OfAPage_IsJson(string place)
    {
        string code = CodeBlock.At(place, "json").Code.Trim();
        foreach (
            string document in code.StartsWith('{') && code.Contains("}\n{", StringComparison.Ordinal)
                ? code.Split('\n')
                : [code]
        )
        {
            Assert.NotNull(JsonNode.Parse(document.StartsWith('"') ? $"{{{document}}}" : document));
        }
    }

    private static string WithoutComment(string line) => line.Split(" //", 2)[0].Trim();
}
