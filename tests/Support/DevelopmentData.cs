namespace Spotter.Tests.Support;

/// <summary>
/// Real data sets for development, which may be absent: SPOTTER_DEV_DATA, or ../shared/data beside the repository.
/// Tests that need them skip themselves.
/// </summary>
internal static class DevelopmentData
{
    public const string Absent = "needs the development data (../shared/data or SPOTTER_DEV_DATA)";

    public static string? Find(string name)
    {
        string root = Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") is { Length: > 0 } given
            ? given
            : Repository.PathOf("..", "shared", "data");
        string path = Path.Combine(root, name);
        return Directory.Exists(path) ? path : null;
    }
}
