using System.Text.RegularExpressions;

namespace Spotter.Vision.Tests.Architecture;

/// <summary>A name means one thing in the whole solution: no two types are called the same.</summary>
public sealed partial class TypeNameTests
{
    [Fact]
    public void Types_OfAllSources_HaveNamesOfTheirOwn()
    {
        ILookup<string, string> filesOfNames = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Split('/', '\\').Any(static part => part is "obj" or "bin"))
            .SelectMany(static file =>
                Declaration().Matches(File.ReadAllText(file)).Select(match => (match.Groups["name"].Value, file))
            )
            .Distinct()
            .ToLookup(static found => found.Value, static found => Path.GetRelativePath(Repository.Root, found.file));
        Assert.True(filesOfNames.Contains("CascadeDetector"));
        Assert.Empty(
            filesOfNames
                .Where(static files => files.Count() > 1)
                .Select(static files => $"{files.Key}: {string.Join(", ", files)}")
        );
    }

    // What is declared at the beginning of a line is at the top level: one namespace a file.
    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>\[\]?., ]+?) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();
}
