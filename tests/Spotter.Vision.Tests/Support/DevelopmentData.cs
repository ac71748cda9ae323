namespace Spotter.Vision.Tests.Support;

/// <summary>The development data, which may be absent: tests that need it skip themselves.</summary>
internal static class DevelopmentData
{
    public const string Absent = "needs the development data (../shared/data or SPOTTER_DEV_DATA)";

    public static string? Folder(string name)
    {
        string? root = Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") is { Length: > 0 } given
            ? given
            : Path.Combine(Repository.Root, "..", "shared", "data");
        string folder = Path.Combine(root, name);
        return Directory.Exists(folder) ? folder : null;
    }
}
