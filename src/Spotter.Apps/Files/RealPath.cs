namespace Spotter.Apps.Files;

/// <summary>Where a path leads once every link on the way is followed, so that two names of one file compare equal.</summary>
internal sealed class RealPath
{
    // A folder of thousands of pictures is resolved once.
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <param name="path">It need not exist; the parts that do not are taken as they are.</param>
    public string Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        if (!_folders.TryGetValue(parent, out string? realParent))
        {
            realParent = Of(parent);
            _folders[parent] = realParent;
        }

        string here = Path.Combine(realParent, Path.GetFileName(full));
        try
        {
            return File.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName ?? here;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return here;
        }
    }
}
