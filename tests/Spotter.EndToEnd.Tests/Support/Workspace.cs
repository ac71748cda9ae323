using System.Text;

namespace Spotter.EndToEnd.Tests.Support;

/// <summary>A folder of its own for one test, and the tool run in it.</summary>
public sealed class Workspace : IDisposable
{
    private static readonly string Tool = Repository.PathOf(
        "src",
        "Spotter.Cli",
        "bin",
        "Release",
        "net10.0",
        OperatingSystem.IsWindows() ? "spotter.exe" : "spotter"
    );

    public string Folder { get; } = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    internal static string ToolPath => Tool;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a small channel model of faces, and answers the name that it was given.</summary>
    public string WriteChannelModel(string name)
    {
        Write(name, File.ReadAllBytes(Repository.PathOf("tests", "Support", "Models", "faces.channels")));
        return name;
    }

    /// <summary>The files below a folder, without the hidden notes of what we wrote there.</summary>
    public string[] Files(string folder) =>
        Directory.Exists(PathOf(folder))
            ?
            [
                .. Directory
                    .EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories)
                    .Where(static path => Path.GetFileName(path) != ".spotter-outputs")
                    .Select(path => Path.GetRelativePath(PathOf(folder), path).Replace('\\', '/'))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    internal Run Spotter(params string[] args) => Run.Of(Tool, args, Folder);

    internal Run SpotterWithInput(byte[] input, params string[] args) => Run.Of(Tool, args, Folder, input);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
