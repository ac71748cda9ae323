using System.Text.RegularExpressions;
using Spotter.Documents.Tests.Support;

namespace Spotter.Documents.Tests.Pages;

/// <summary>Links lead somewhere: to a file and a heading that are there, or to an address that can be one.</summary>
public sealed partial class LinkTests
{
    // What lies below .github/ are forms, not pages.
    public static TheoryData<string> TitledPages =>
        [
            .. DocumentPage
                .Written.Select(static page => page.Name)
                .Where(static name => !name.StartsWith(".github/", StringComparison.Ordinal)),
        ];

    public static TheoryData<string> Pages => [.. DocumentPage.Written.Select(static page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_Links_LeadSomewhere(string name)
    {
        DocumentPage page = Find(name);
        string[] broken =
        [
            .. Link()
                .Matches(page.Prose)
                .Select(static link => link.Groups["target"].Value)
                .Where(target => !LeadsSomewhere(page, target)),
        ];
        Assert.True(broken.Length == 0, $"{name}: {string.Join(", ", broken)}");
    }

    [Theory]
    [MemberData(nameof(TitledPages))]
    public void Page_Titles_AreOneOfTheFirstLevel(string name)
    {
        DocumentPage page = Find(name);
        Assert.Single(Heading().Matches(page.Prose), static heading => heading.Groups["level"].Length == 1);
    }

    /// <summary>The site lists each page beside its neighbours.</summary>
    [Fact]
    public void Pages_OfEveryFolder_AreInItsTableOfContents()
    {
        string[] missing =
        [
            .. DocumentPage
                .Written.Select(static page => page.Name)
                .Where(static name => name.StartsWith("docs/", StringComparison.Ordinal) && name != "docs/index.md")
                .Where(static name =>
                    !File.ReadAllText(Repository.PathOf(Path.GetDirectoryName(name)!, "toc.yml"))
                        .Contains($"href: {Path.GetFileName(name)}\n", StringComparison.Ordinal)
                ),
        ];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    private static DocumentPage Find(string name) => DocumentPage.Written.First(page => page.Name == name);

    private static bool LeadsSomewhere(DocumentPage page, string target)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out Uri? address) && address.Scheme != Uri.UriSchemeFile)
        {
            return address.Scheme == Uri.UriSchemeMailto
                || (address.Scheme == Uri.UriSchemeHttps && address.Host.Contains('.', StringComparison.Ordinal));
        }

        string[] parts = target.Split('#', 2);
        string folder = Path.GetDirectoryName(page.Name)!;
        string path = parts[0].Length == 0 ? Repository.PathOf(page.Name) : Repository.PathOf(folder, parts[0]);
        if (parts.Length == 1)
        {
            return File.Exists(path);
        }

        string name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        return DocumentPage.Written.FirstOrDefault(other => other.Name == name) is { } found
            && Heading()
                .Matches(found.Prose.Replace("`", "", StringComparison.Ordinal))
                .Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]);
    }

    // As GitHub and DocFX make it of a heading.
    private static string Anchor(string heading) =>
        NoAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)|(?:src|href)=""(?<target>[^""]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<level>#{1,6}) (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
