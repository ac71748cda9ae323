using Spotter.Studio.Hosting;

namespace Spotter.Studio.Tests.Jobs;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spotter-data-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Start_AfterARunThatWasKilled_RemovesWhatItLeft()
    {
        string left = Path.Combine(_root, "work", "0123", "session", "job");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "input"), "x");
        File.WriteAllText(Path.Combine(_root, "work", "0123", "lock"), "");
        using var folders = new DataFolders(_root);
        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(folders.Results));
    }

    [Fact]
    public void Start_BesideARunningStudio_LeavesItsFilesAlone()
    {
        using var first = new DataFolders(_root);
        using (var second = new DataFolders(_root))
        {
            Assert.True(Directory.Exists(first.Results));
            Assert.NotEqual(first.Results, second.Results);
        }

        Assert.True(Directory.Exists(first.Results));
    }

    [Fact]
    public void Results_AreForNobodyElse()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are POSIX");
        using var folders = new DataFolders(_root);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(folders.Results)
            );
        }
    }
}
