namespace Spotter.Tests.Support;

/// <summary>Real data sets for development: SPOTTER_DEV_DATA, or ../shared/data beside the repository.</summary>
internal static class DevelopmentData
{
    public static string? Find(string name)
    {
        string? root = Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA");
        for (
            string? folder = AppContext.BaseDirectory;
            root is null && folder is not null;
            folder = Path.GetDirectoryName(folder)
        )
        {
            if (File.Exists(Path.Combine(folder, "Spotter.slnx")))
            {
                root = Path.Combine(folder, "..", "shared", "data");
            }
        }

        string? path = root is null ? null : Path.Combine(root, name);
        return Directory.Exists(path) ? path : null;
    }
}
