using System.Xml.Linq;

namespace Spotter.Vision.Tests.Architecture;

/// <summary>
/// Projects refer to each other only as docs/ARCHITECTURE.md draws it; the low layers never point outward.
/// </summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Spotter.Networks"] = [],

        // The packer is a program of the build, whose output is never referenced.
        ["Spotter.Vision"] = ["Spotter.Networks", "Spotter.CascadePacker"],
        ["Spotter.Learning"] = ["Spotter.Vision", "Spotter.Networks"],
        ["Spotter.Media"] = ["Spotter.Vision"],
        ["Spotter.Onnx"] = ["Spotter.Networks", "Spotter.Vision"],
        ["Spotter"] = ["Spotter.Vision", "Spotter.Media"],
        ["Spotter.Hosting"] = ["Spotter"],
        ["Spotter.Stores"] = ["Spotter"],
        ["Spotter.Client"] = [],
        ["Spotter.Workshop"] =
        [
            "Spotter",
            "Spotter.Networks",
            "Spotter.Vision",
            "Spotter.Learning",
            "Spotter.Media",
            "Spotter.Onnx",
        ],
        ["Spotter.Cli"] = ["Spotter.Workshop", "Spotter.Studio", "Spotter.Stores"],
        ["Spotter.Studio"] = ["Spotter.Workshop"],
        ["Spotter.CascadePacker"] = [],
        ["Spotter.Documents"] = ["Spotter.Cli", "Spotter.Hosting", "Spotter.Client"],
        ["Spotter.ModelRecipes"] = ["Spotter.Learning", "Spotter.Media", "Spotter.Workshop"],
    };

    // What these may use beside the base class library.
    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Spotter.Networks"] = ["Microsoft.CodeAnalysis.PublicApiAnalyzers"],
        ["Spotter.Vision"] = ["Microsoft.CodeAnalysis.PublicApiAnalyzers"],
        ["Spotter.Learning"] = ["Microsoft.CodeAnalysis.PublicApiAnalyzers", "Google.Protobuf", "Grpc.Tools", "Sep"],

        ["Spotter.Client"] = [],

        // What an application has anyway.
        ["Spotter.Hosting"] =
        [
            "Microsoft.CodeAnalysis.PublicApiAnalyzers",
            "Microsoft.Extensions.Configuration.Abstractions",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
        ],
    };

    public static TheoryData<string> Projects =>
        [.. Files().Select(static file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_OfEveryProject_AreAllowedArrows(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.True(
            Allowed.ContainsKey(name),
            $"{project} is in no drawing: list its arrows here and in docs/ARCHITECTURE.md"
        );
        string[] references =
        [
            .. References(project, "ProjectReference")
                .Select(static r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))),
        ];
        Assert.Empty(references.Except(Allowed[name]));
        if (AllowedPackages.TryGetValue(name, out string[]? packages))
        {
            Assert.Empty(References(project, "PackageReference").Except(packages));
        }
    }

    [Fact]
    public void Projects_OfTheRepository_AreFound() =>
        Assert.Contains(
            "src/Spotter.Vision/Spotter.Vision.csproj",
            Files().Select(static f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
        );

    private static IEnumerable<string> Files() =>
        new[] { "src", "build" }
            .SelectMany(static folder =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories)
            )
            .Order(StringComparer.Ordinal);

    // A project's own file and what it imports of the repository.
    private static IEnumerable<string> References(string project, string kind)
    {
        string file = Path.Combine(Repository.Root, project);
        XElement root = XDocument.Load(file).Root!;
        IEnumerable<XElement> roots = root.Elements("Import")
            .Select(static import => import.Attribute("Project")!.Value)
            .Select(import => XDocument.Load(Path.Combine(Path.GetDirectoryName(file)!, import)).Root!)
            .Prepend(root);
        return roots
            .SelectMany(r => r.Descendants(kind))
            .Select(static r => r.Attribute("Include")?.Value)
            .OfType<string>();
    }
}
