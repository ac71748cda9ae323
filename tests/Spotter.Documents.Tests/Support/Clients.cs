namespace Spotter.Documents.Tests.Support;

/// <summary>Programs from npm that ./test installs, for what people make clients with.</summary>
internal static class Clients
{
    private static readonly string Folder = Repository.PathOf("tests", "Clients");

    /// <summary>Runs a program of a package, and skips the test where the packages are not installed.</summary>
    public static Run Of(string program, IEnumerable<string> args, string folder)
    {
        Need();
        return Run.Of(Path.Combine(Folder, "node_modules", ".bin", program), args, folder);
    }

    /// <summary>Puts the client's sources into a folder that sees the packages.</summary>
    public static void Enter(Workspace workspace)
    {
        Need();
        foreach (string name in (string[])["client.ts", "node.d.ts", "package.json", "tsconfig.json"])
        {
            File.Copy(Path.Combine(Folder, name), workspace.PathOf(name));
        }

        Directory.CreateSymbolicLink(workspace.PathOf("node_modules"), Path.Combine(Folder, "node_modules"));
    }

    private static void Need() =>
        Assert.SkipUnless(
            !OperatingSystem.IsWindows() && Directory.Exists(Path.Combine(Folder, "node_modules", ".bin")),
            "no packages of npm: ./test installs them where npm is, or: cd tests/Clients && npm ci"
        );
}
