using System.Text.RegularExpressions;
using Spotter.Documents.Commands;

namespace Spotter.Documents.Tests.Support;

/// <summary>A page of the documents: its text, its blocks of code and its links.</summary>
/// <param name="Name">Its path below the root, with slashes.</param>
/// <param name="Text">Markdown.</param>
internal sealed partial record DocumentPage(string Name, string Text)
{
    private static readonly string[] Places = ["docs", "benchmarks/results", ".github", "samples", "src", "templates"];

    /// <summary>All pages of the repository.</summary>
    public static IReadOnlyList<DocumentPage> Written { get; } =
    [
        .. Directory
            .EnumerateFiles(Repository.Root, "*.md")
            .Concat(
                Places
                    .Select(static place => Repository.PathOf(place))
                    .Where(Directory.Exists)
                    .SelectMany(static place => Directory.EnumerateFiles(place, "*.md", SearchOption.AllDirectories))
                    .Where(static file => !file.Split('/', '\\').Any(static part => part is "bin" or "obj"))
            )
            .Order(StringComparer.Ordinal)
            .Select(static file => new DocumentPage(
                Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'),
                File.ReadAllText(file).ReplaceLineEndings("\n")
            )),
    ];

    /// <summary>The pages that are made from the commands.</summary>
    public static IReadOnlyList<DocumentPage> Generated { get; } =
    [.. CommandPages.All().Select(static page => new DocumentPage($"commands/{page.Key}", page.Value))];

    /// <summary>Whether people wrote it, and not the generator.</summary>
    public bool IsWritten => !Name.StartsWith("commands/", StringComparison.Ordinal);

    /// <summary>Whether it is what a feed shows of a package.</summary>
    public bool IsOfPackage =>
        Name.StartsWith("src/", StringComparison.Ordinal) || Name.StartsWith("templates/", StringComparison.Ordinal);

    /// <summary>Its blocks of code.</summary>
    public IReadOnlyList<CodeBlock> Blocks => field ??= [.. Fence().Matches(Text).Select(Block)];

    /// <summary>Its code within lines of text.</summary>
    public IEnumerable<string> Inlines =>
        InlineCode().Matches(Fence().Replace(Text, "")).Select(static code => code.Value.Trim('`'));

    /// <summary>What is no code: links in there are links.</summary>
    public string Prose => field ??= InlineCode().Replace(Fence().Replace(Text, ""), "");

    public override string ToString() => Name;

    private CodeBlock Block(Match fence)
    {
        string indent = fence.Groups["indent"].Value;
        string code = fence.Groups["code"].Value;
        return new CodeBlock(
            this,
            Text.AsSpan(0, fence.Groups["code"].Index).Count('\n') + 1,
            fence.Groups["language"].Value,
            indent.Length == 0 ? code : code.Replace($"\n{indent}", "\n", StringComparison.Ordinal)[indent.Length..],
            [.. fence.Groups["remark"].Captures.Select(static remark => Remark.Parse(remark.Value))]
        );
    }

    // Comments that stand right above a block say what is done with it.
    [GeneratedRegex(
        @"(?:^ *<!--\s*(?<remark>.*?)\s*-->\n)*^(?<indent> *)```(?<language>\S*)[^\n]*\n(?<code>.*?)^ *```$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();
}

/// <summary>What a comment above a block asks for: a word before a colon, and the rest.</summary>
internal sealed record Remark(string Key, string Value)
{
    public static Remark Parse(string text) =>
        text.Split(':', 2) is [var key, var value] ? new(key.Trim(), value.Trim()) : new("", text);
}

/// <summary>A fenced block of code.</summary>
/// <param name="Page">Where it stands.</param>
/// <param name="Line">The number of its first line.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Code">Its lines.</param>
/// <param name="Remarks">The comments above it.</param>
internal sealed record CodeBlock(
    DocumentPage Page,
    int Line,
    string Language,
    string Code,
    IReadOnlyList<Remark> Remarks
)
{
    public static IEnumerable<CodeBlock> All(string language) =>
        DocumentPage
            .Written.Concat(DocumentPage.Generated)
            .SelectMany(static page => page.Blocks)
            .Where(block => block.Language == language);

    public string Place => $"{Page.Name}:{Line}";

    /// <summary>What a remark says; null where there is none.</summary>
    public string? this[string key] =>
        Remarks.FirstOrDefault(remark => remark.Key == key)?.Value
        ?? (key == NotRun && Page.IsOfPackage ? OfPackage : null);

    private const string NotRun = "not run";

    // Feeds show a comment as text.
    private const string OfPackage = "pages of packages carry no comments, and name files that are not here";

    /// <summary>The block of a place, as tests name it.</summary>
    public static CodeBlock At(string place, string language) => All(language).First(block => block.Place == place);
}
