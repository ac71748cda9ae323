using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Spotter.Vision.Tests.Architecture;

/// <summary>docs/ARCHITECTURE.md says what is so: its arrows, its rooms, its folders.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ARCHITECTURE.md"));

    [Fact]
    public void Picture_OfTheHouse_HasTheArrowsOfTheProjectFiles()
    {
        IEnumerable<string> drawn = Arrow().Matches(Page).Select(static arrow => arrow.Value.Trim());
        IEnumerable<string> built = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(static project =>
                XDocument
                    .Load(project)
                    .Descendants("ProjectReference")
                    .Select(static reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
                    .Select(static path => Path.GetFileNameWithoutExtension(path))
                    .Select(name => $"{Path.GetFileNameWithoutExtension(project)} --> {name}")
            );
        Assert.Equal(built.Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> Projects =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(static f => Path.GetFileName(f)),
        ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Table_OfAProjectsFolders_NamesEachAndNoOther(string project)
    {
        int start = Page.IndexOf($"\nThe folders of {project}:\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/ARCHITECTURE.md has no table of the folders of {project}");
        IEnumerable<string> named = Page[start..]
            .Split('\n')
            .Skip(2)
            .SkipWhile(static line => line.Length == 0)
            .TakeWhile(static line => line.StartsWith('|'))
            .Skip(2)
            .Select(static line => line.Split('|')[1].Trim());
        IEnumerable<string> there = Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, "src", project))
            .Where(static folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any())
            .Select(static folder => Path.GetFileName(folder))
            .Except(["bin", "obj"]);
        Assert.Equal(there.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("### A JPEG", 12)]
    [InlineData("### A frame", 14)]
    [InlineData("### A minibatch", 12)]
    public void Way_ThroughTheHouse_HasRoomsThatExistAndNoMore(string title, int most)
    {
        int start = Page.IndexOf(title, StringComparison.Ordinal);
        Assert.True(start >= 0, $"there is no part {title}");
        string[] rooms =
        [
            .. Page[start..]
                .Split('\n')
                .Skip(1)
                .TakeWhile(static line => !line.StartsWith('#'))
                .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(static line => line.Split('`')[1]),
        ];
        Assert.InRange(rooms.Length, 5, most);
        Assert.Empty(rooms.Except(TypeNames()));
    }

    [Fact]
    public void Answers_ToWhereDoIChange_NameWhatExists()
    {
        int start = Page.IndexOf("## Where do I change", StringComparison.Ordinal);
        string part = Page[start..Page.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
        Assert.True(part.Split('\n').Count(static line => line.StartsWith("| ", StringComparison.Ordinal)) > 10);
        Assert.Empty(Quoted().Matches(part).Select(static name => name.Groups["name"].Value).Except(TypeNames()));
        string[] gone =
        [
            .. Place()
                .Matches(part)
                .Select(static place => place.Value)
                .Where(static place => !Path.Exists(Path.Combine(Repository.Root, place))),
        ];
        Assert.Empty(gone);
    }

    private static HashSet<string> TypeNames() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Split('/', '\\').Any(static part => part is "obj" or "bin"))
            .SelectMany(static file =>
                Declaration().Matches(File.ReadAllText(file)).Select(static m => m.Groups["name"].Value)
            )
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^  Spotter[\w.]* --> Spotter[\w.]*$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?:src|docs|models|tests|build)/[\w./]*\w")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?:\w+ )*(?:class|struct|record|interface|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
