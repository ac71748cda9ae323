using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spotter.Documents.Tests.Support;

namespace Spotter.Documents.Tests.Pages;

/// <summary>
/// Every block of code in the documents is right. C# compiles as it stands and runs on a photograph; what is a part of
/// a sample is in that sample; JSON is JSON. A block that cannot says why, in a comment above it.
/// </summary>
public sealed partial class CodeTests
{
    private static readonly string[] Languages =
    [
        "bash",
        "csharp",
        "dockerfile",
        "html",
        "ini",
        "javascript",
        "json",
        "mermaid",
        "nginx",
        "powershell",
        "python",
        "sh",
        "text",
        "xml",
        "sql",
        "yaml",
    ];

    private const string Web = "web";

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

    // A block that cannot run says why above it. A web program runs until it is stopped, and has a test of its own.
    public static TheoryData<string> RunnablePrograms =>
        [
            .. CodeBlock
                .All("csharp")
                .Where(static block => block["not compiled"] is null && block["from"] is null)
                .Where(static block => block["not run"] is null && block["project"] != Web)
                .Select(static block => block.Place),
        ];

    public static TheoryData<string> WebPrograms =>
        [.. CodeBlock.All("csharp").Where(static block => block["project"] == Web).Select(static block => block.Place)];

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
    [MemberData(nameof(RunnablePrograms))]
    public void Program_Pasted_Runs(string place)
    {
        CodeBlock block = CodeBlock.At(place, "csharp");
        using var workspace = new Workspace();
        DocumentFiles.Write(workspace, block);
        Run run = new DocumentProgram(block).RunIn(workspace, block["args"]?.Split(' ') ?? []);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("", run.Error);
    }

    /// <summary>A web program answers boxes for a photograph, whatever it calls its address.</summary>
    [Theory]
    [MemberData(nameof(WebPrograms))]
    public async Task WebProgram_Pasted_AnswersBoxes(string place)
    {
        CodeBlock block = CodeBlock.At(place, "csharp");
        using var workspace = new Workspace();
        using Process program = new DocumentProgram(block).StartIn(workspace, "--urls", "http://127.0.0.1:0");
        try
        {
            Task<string> errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string? line;
            do
            {
                line = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            } while (line is not null && !line.Contains("Now listening on", StringComparison.Ordinal));

            if (line is null)
            {
                Assert.Fail($"{place}: {await errors}");
            }

            string route = MapPost().Match(block.Code).Groups["route"].Value;
            using var client = new HttpClient { BaseAddress = new Uri(line.Split(": ")[^1].Trim()) };
            using var picture = new ByteArrayContent(File.ReadAllBytes(SamplePictures.WithFace));
            using HttpResponseMessage answer = await client.PostAsync(
                new Uri(route, UriKind.Relative),
                picture,
                TestContext.Current.CancellationToken
            );
            JsonArray boxes = JsonNode
                .Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!
                .AsArray();
            Assert.InRange((int)Assert.Single(boxes)!["width"]!, 20, 300);
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
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

    public static TheoryData<string> Python => [.. CodeBlock.All("python").Select(static block => block.Place)];

    [Theory]
    [MemberData(nameof(Python))]
    public void Python_OfAPage_Parses(string place)
    {
        using var workspace = new Workspace();
        string file = workspace.Write("block.py", CodeBlock.At(place, "python").Code);
        Run run;
        try
        {
            run = Run.Of("python3", ["-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", file], "/");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("there is no python3 here");
            throw;
        }

        Assert.True(run.ExitCode == 0, $"{place}\n{run.Error}");
    }

    private static string WithoutComment(string line) => line.Split(" //", 2)[0].Trim();

    [GeneratedRegex(@"MapPost\(""(?<route>[^""]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex MapPost();
}
