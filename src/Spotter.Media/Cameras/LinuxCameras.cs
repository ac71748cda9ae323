using System.Globalization;

namespace Spotter.Media.Cameras;

/// <summary>Cameras of Linux, as the kernel's video4linux lists them under /sys/class/video4linux.</summary>
internal static class LinuxCameras
{
    public static IReadOnlyList<Camera> Read(string directory)
    {
        const string Prefix = "video";
        if (!Directory.Exists(directory))
        {
            return [];
        }

        var cameras = new List<Camera>();
        foreach (string path in Directory.EnumerateFileSystemEntries(directory, Prefix + "*"))
        {
            string node = Path.GetFileName(path);
            // A camera has further nodes for its metadata; the one with pictures has index 0.
            if (
                int.TryParse(
                    node.AsSpan(Prefix.Length),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out int number
                ) && ReadLine(Path.Combine(path, "index")) is null or "0"
            )
            {
                cameras.Add(new Camera(number, ReadLine(Path.Combine(path, "name")) ?? node, "/dev/" + node));
            }
        }

        cameras.Sort((a, b) => a.Number.CompareTo(b.Number));
        return cameras;
    }

    private static string? ReadLine(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
