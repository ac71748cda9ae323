namespace Spotter.Files;

/// <summary>
/// Where a path leads once every link on the way is followed, so that two names of one file compare equal.
/// </summary>
internal sealed class RealPath
{
    // As many links as Linux follows; whoever has more of them has a circle.
    private const int MostLinks = 40;

    // A folder of thousands of pictures is resolved once.
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <param name="path">It need not exist; the parts that do not are taken as they are.</param>
    public string Of(string path) => Of(path, MostLinks);

    private string Of(string path, int links)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        if (!_folders.TryGetValue(parent, out string? realParent))
        {
            realParent = Of(parent, links);
            _folders[parent] = realParent;
        }

        string here = Path.Combine(realParent, Path.GetFileName(full));
        try
        {
            // One link at a time: what it names may lie behind links itself.
            return links > 0 && File.ResolveLinkTarget(here, returnFinalTarget: false) is { } target
                ? Of(target.FullName, links - 1)
                : here;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return here;
        }
    }
}
