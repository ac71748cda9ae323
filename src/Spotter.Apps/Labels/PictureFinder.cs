namespace Spotter.Apps.Labels;

/// <summary>Finds the pictures that labels name.</summary>
internal sealed class PictureFinder
{
    private readonly IReadOnlyList<string> _folders;
    private readonly bool _isGiven;

    /// <param name="options">A folder of pictures given there is the only one that is looked into.</param>
    /// <param name="folders">Else these are, in their order.</param>
    public PictureFinder(LabelReadOptions options, params IEnumerable<string> folders)
    {
        _isGiven = options.PictureFolder is not null;
        _folders = options.PictureFolder is { } given ? [given] : [.. folders];
    }

    /// <param name="name">As the labels have it; with <c>/</c> or <c>\</c> between its parts.</param>
    /// <param name="place">Which label names it, for the message.</param>
    /// <exception cref="LabelException">There is no such picture.</exception>
    public string Find(string name, string place)
    {
        string local = name.Replace('\\', Path.DirectorySeparatorChar).Replace('/', Path.DirectorySeparatorChar);
        if (local.Length > 0)
        {
            IEnumerable<string> names = _isGiven ? [local, Path.GetFileName(local)] : [local];
            foreach (string path in names.SelectMany(part => _folders.Select(folder => Path.Combine(folder, part))))
            {
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        throw new LabelException($"{place}: there is no picture '{name}'; check the name, or say with --pictures where the pictures are");
    }
}
