namespace Spotter.Networks.Files;

/// <summary>Where what can be fetched again is kept for this user.</summary>
internal static class CacheFolder
{
    /// <summary>
    /// A folder of the cache: in the one that <c>SPOTTER_CACHE</c> names, else in the system's own place: Linux
    /// <c>$XDG_CACHE_HOME/spotter</c> or <c>~/.cache/spotter</c>, macOS <c>~/Library/Caches/spotter</c>, Windows
    /// <c>%LOCALAPPDATA%\spotter</c>. It need not be there.
    /// </summary>
    public static string Of(string name)
    {
        string? own = Environment.GetEnvironmentVariable("SPOTTER_CACHE");
        return string.IsNullOrEmpty(own) ? Path.Combine(SystemFolder(), "spotter", name) : Path.Combine(own, name);
    }

    private static string SystemFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Caches");
        }

        string? xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return string.IsNullOrEmpty(xdg) ? Path.Combine(home, ".cache") : xdg;
    }
}
