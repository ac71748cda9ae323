using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Spotter.EndToEnd.Tests.Support;

/// <summary>
/// All samples and steps as one program that runs the one it is told to: compiled at once, where `dotnet run` would
/// compile each of them on its own.
/// </summary>
public sealed partial class SampleBundle : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>latest</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <RunAnalyzers>false</RunAnalyzers>
            <NoWarn>CS1998</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="ROOT/samples/common/*.cs" />
            <ProjectReference Include="ROOT/src/Spotter/Spotter.csproj" />
            <ProjectReference Include="ROOT/src/Spotter.Learning/Spotter.Learning.csproj" />
          </ItemGroup>
        </Project>
        """;

    private readonly Workspace _workspace = new();
    private readonly string _program;

    public SampleBundle()
    {
        var main = new StringBuilder("switch (args[0])\n{\n");
        foreach (string file in Files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            _workspace.Write($"{name}.cs", AsClass(name, File.ReadAllLines(file)));
            main.Append($"    case \"{name}\": await Sample_{name}.Program.Run(args[1..]); break;\n");
        }

        _workspace.Write("Main.cs", main.Append("    default: throw new ArgumentException(args[0]);\n}\n").ToString());
        _workspace.Write("bundle.csproj", Project.Replace("ROOT", Repository.Root, StringComparison.Ordinal));

        // What it references is built already, by whoever built these tests.
        Run build = Run.Of(
            "dotnet",
            ["build", "bundle.csproj", "-c", "Release", "--nologo", "-v", "quiet", "-p:BuildProjectReferences=false"],
            _workspace.Folder
        );
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        _program = _workspace.PathOf(Path.Combine("bin", "Release", "net10.0", "bundle.dll"));
    }

    /// <summary>The programs: the samples, and the steps to them.</summary>
    public static IEnumerable<string> Files =>
        Directory
            .EnumerateFiles(Repository.PathOf("samples"), "*.cs")
            .Concat(Directory.EnumerateFiles(Repository.PathOf("samples", "steps"), "*.cs"));

    public void Dispose() => _workspace.Dispose();

    /// <summary>Runs a program to its end.</summary>
    internal Run RunToEnd(string folder, params string[] words) => Run.Of("dotnet", [_program, .. words], folder);

    /// <summary>Starts a program at the display.</summary>
    internal Process Start(string folder, params string[] words) =>
        Run.Start("dotnet", [_program, .. words], folder, isOnScreen: true);

    private static string AsClass(string name, string[] lines)
    {
        string[] code = [.. lines.Where(static line => line is not ['#', '!' or ':', ..])];
        IEnumerable<string> usings = code.Where(static line => Using().IsMatch(line));
        IEnumerable<string> body = code.Where(static line => !Using().IsMatch(line));
        return $$"""
            namespace Sample_{{name}}
            {
            {{string.Join('\n', usings)}}
            internal static class Program
            {
            public static async Task Run(string[] args)
            {
            {{string.Join('\n', body)}}
            }
            }
            }
            """;
    }

    [GeneratedRegex(@"^using [A-Z][\w.]*;$")]
    private static partial Regex Using();
}
