using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Spotter.Documents.Tests.Support;

/// <summary>A block of C# as the program that a reader makes of it, pasted into an empty file.</summary>
internal sealed partial class DocumentProgram
{
    // What Microsoft.NET.Sdk and Microsoft.NET.Sdk.Web add by themselves.
    private static readonly string[] Usings =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly string[] WebUsings =
    [
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    private static readonly PortableExecutableReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;

    public DocumentProgram(CodeBlock block)
    {
        // What stands before the block in the reader's program, and what makes files of one's own find the library.
        string code = $"{block["after"]}\n#line {block.Line}\n{Directive().Replace(block.Code, "")}";
        string[] usings = block["project"] == "web" ? [.. Usings, .. WebUsings] : Usings;
        _compilation = CSharpCompilation.Create(
            "block",
            [
                Parse(code, block.Page.Name),
                Parse(string.Concat(usings.Select(static name => $"global using {name};\n")), "usings"),
            ],
            References,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable,
                // Of assemblies that name another version of the framework's; the build knows better.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]
            )
        );
    }

    /// <summary>What the compiler has to say, warnings too.</summary>
    public string[] Complaints =>
        [
            .. _compilation
                .GetDiagnostics()
                .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(static diagnostic => diagnostic.ToString()),
        ];

    /// <summary>Runs it in a folder, as a process of its own that has all of Spotter.</summary>
    public Run RunIn(Workspace workspace, params IEnumerable<string> args) =>
        Run.Of("dotnet", Words(workspace, args), workspace.Folder);

    /// <summary>Starts it, where it does not end by itself.</summary>
    public Process StartIn(Workspace workspace, params IEnumerable<string> args) =>
        Run.Start("dotnet", Words(workspace, args), workspace.Folder);

    private string[] Words(Workspace workspace, IEnumerable<string> args)
    {
        string program = workspace.PathOf(".block.dll");
        using (FileStream file = File.Create(program))
        {
            Assert.True(_compilation.Emit(file).Success);
        }

        string host = Repository.PathOf(
            "build",
            "Spotter.Documents",
            "bin",
            "Release",
            "net10.0",
            "Spotter.Documents.dll"
        );
        return [host, "run", program, .. args];
    }

    private static SyntaxTree Parse(string code, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code), new CSharpParseOptions(LanguageVersion.Latest), path);

    [GeneratedRegex("^#[:!][^\n]*", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
