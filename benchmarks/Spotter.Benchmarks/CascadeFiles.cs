namespace Spotter.Benchmarks;

/// <summary>Where OpenCV's cascade files are on this machine.</summary>
internal static class CascadeFiles
{
    private static readonly string[] Folders =
    [
        "/usr/share/opencv4/haarcascades",
        "/usr/share/opencv4/lbpcascades",
        .. DevelopmentFolders(),
    ];

    /// <summary>All cascades, or those whose name is listed.</summary>
    public static string[] Find(string[] names)
    {
        string[] files =
        [
            .. Folders
                .Where(Directory.Exists)
                .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal))
                .Where(file =>
                    names.Length == 0
                    || names.Any(name =>
                        Path.GetFileNameWithoutExtension(file).Contains(name, StringComparison.Ordinal)
                    )
                ),
        ];
        return files.Length > 0
            ? files
            : throw new FileNotFoundException(
                names.Length > 0
                    ? $"there is no cascade {string.Join(" or ", names)}"
                    : "no cascades: install the package opencv-data"
            );
    }

    // The only car cascade at hand, and the old file format, are in the development data.
    private static IEnumerable<string> DevelopmentFolders()
    {
        string root = Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") ?? Path.Combine("..", "shared", "data");
        yield return Path.Combine(root, "opencv-cascade-oracle", "cascades");
    }
}
