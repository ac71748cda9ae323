namespace Spotter.Studio.Hosting;

/// <summary>The places on disk where the studio writes; it writes nowhere else.</summary>
/// <remarks>Uploads and results live below a folder of this run that is locked while it runs. What a run that was
/// killed left behind is removed by the next.</remarks>
internal sealed class DataFolders : IDisposable
{
    private const string LockName = "lock";
    private readonly FileStream _lock;

    /// <param name="root">The data folder; null takes the user's own place.</param>
    /// <exception cref="IOException">It cannot be made or written.</exception>
    public DataFolders(string? root)
    {
        Root = Path.GetFullPath(
            root
                ?? Path.Combine(
                    Environment.GetFolderPath(
                        Environment.SpecialFolder.LocalApplicationData,
                        Environment.SpecialFolderOption.Create
                    ),
                    "spotter",
                    "studio"
                )
        );
        Datasets = Make("datasets");
        Runs = Make("runs");
        Networks = Make("networks");
        Labels = Make("labels");
        Work = Make("work");
        RemoveAbandoned(Work);
        Results = Make("work", Guid.NewGuid().ToString("N"));
        _lock = new FileStream(Path.Combine(Results, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public string Root { get; }

    /// <summary>Uploads and results, a folder a run of the studio.</summary>
    public string Work { get; }

    /// <summary>Uploads and results of this run, a folder a session.</summary>
    public string Results { get; }

    /// <summary>Data sets, a folder each; they stay.</summary>
    public string Datasets { get; }

    /// <summary>Runs of training, a folder each; they stay.</summary>
    public string Runs { get; }

    /// <summary>Networks that users brought; they stay.</summary>
    public string Networks { get; }

    /// <summary>Pictures with boxes that people draw, a folder a set; they stay.</summary>
    public string Labels { get; }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(Results);
    }

    /// <summary>Removes a folder with all that is in it, as far as that is possible.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody still reads in it, or it is gone already; the next start tries again.
        }
    }

    private string Make(params ReadOnlySpan<string> names) => MakePrivate(Path.Combine([Root, .. names]));

    // Pictures of people: for nobody else on this machine.
    private static string MakePrivate(string folder) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder).FullName
            : Directory
                .CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
                .FullName;

    private static void RemoveAbandoned(string work)
    {
        foreach (string folder in Directory.EnumerateDirectories(work))
        {
            if (!IsLocked(Path.Combine(folder, LockName)))
            {
                Remove(folder);
            }
        }
    }

    private static bool IsLocked(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
