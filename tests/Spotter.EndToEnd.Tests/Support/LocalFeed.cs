namespace Spotter.EndToEnd.Tests.Support;

/// <summary>
/// Packages, tool and templates as <c>./pack</c> makes them, in a folder that is a feed, and .NET as somebody has it
/// who has never heard of this checkout: another home, no package of ours.
/// </summary>
public sealed class LocalFeed : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Workspace _workspace = new();

    public LocalFeed()
    {
        Run pack = Run.Of(
            Repository.PathOf("pack"),
            ["packages", "templates", "tool", "--systems", "linux-x64", "--output", Folder],
            Repository.Root,
            patience: Patience
        );
        Assert.True(pack.ExitCode == 0, pack.Output + pack.Error);
        Version = Path.GetFileName(Directory.GetFiles(Folder, "Spotter.Templates.*.nupkg").Single())[
            "Spotter.Templates.".Length..^".nupkg".Length
        ];

        // Packages of others come from where this machine keeps them already.
        string kept = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _workspace.Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources>
                <add key="spotter" value="{Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="kept" value="{PackagesOfOthers(kept)}" />
              </fallbackPackageFolders>
            </configuration>
            """
        );
        DotNet(_workspace.Folder, "new", "install", Path.Combine(Folder, $"Spotter.Templates.{Version}.nupkg"));
    }

    public string Version { get; }

    /// <summary>The feed.</summary>
    public string Folder => _workspace.PathOf("feed");

    /// <summary>A new folder for a program.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(_workspace.PathOf(name)).FullName;

    /// <summary>Runs a program in a folder as that other user.</summary>
    internal Run RunIn(string folder, string program, params string[] args) =>
        Run.Of(
            "env",
            [
                $"HOME={NewFolder("home")}",
                $"DOTNET_CLI_HOME={NewFolder("home")}",
                $"NUGET_PACKAGES={NewFolder("packages")}",
                "DOTNET_CLI_TELEMETRY_OPTOUT=1",
                program,
                .. args,
            ],
            folder,
            patience: Patience
        );

    /// <summary>Runs dotnet as that other user, and answers what it printed where it went well.</summary>
    internal string DotNet(string folder, params string[] args)
    {
        Run run = RunIn(folder, "dotnet", args);
        Assert.True(run.ExitCode == 0, $"dotnet {string.Join(' ', args)}\n{run.Output}{run.Error}");
        return run.Output;
    }

    /// <summary>
    /// A folder of links to the packages in a folder, but ours: whoever has installed Spotter of the same version keeps
    /// other files under that name.
    /// </summary>
    private string PackagesOfOthers(string kept)
    {
        string links = NewFolder("kept");
        foreach (DirectoryInfo package in new DirectoryInfo(kept).EnumerateDirectories())
        {
            if (!package.Name.StartsWith("spotter", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(links, package.Name), package.FullName);
            }
        }

        return links;
    }

    public void Dispose() => _workspace.Dispose();
}
