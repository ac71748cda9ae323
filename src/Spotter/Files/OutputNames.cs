using Spotter.Sources;

namespace Spotter.Files;

/// <summary>
/// Where the outputs of many pictures go: each below one folder, each under a name of its own, none over an input. The
/// names depend on the sources and their order alone, so that a run repeated gives the same files.
/// </summary>
internal sealed class OutputNames
{
    private readonly Dictionary<PictureSource, string> _paths = new(ReferenceEqualityComparer.Instance);

    /// <param name="sources">All pictures of the run.</param>
    /// <param name="folder">Below it the outputs go.</param>
    /// <param name="rename">Makes the wanted relative path of a picture's
    /// <see cref="PictureSource.OutputPath"/>.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <exception cref="OutputException">A wanted name may not be written.</exception>
    public OutputNames(
        IReadOnlyList<PictureSource> sources,
        string folder,
        Func<string, string> rename,
        Outputs outputs
    )
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (PictureSource source in sources)
        {
            if (source.Problem is null)
            {
                _paths.Add(source, outputs.Claim(Path.Combine(folder, Unique(rename(source.OutputPath), taken))));
            }
        }
    }

    /// <summary>The file that belongs to <paramref name="source"/>.</summary>
    public string this[PictureSource source] => _paths[source];

    private static string Unique(string wanted, HashSet<string> taken)
    {
        string path = wanted;
        for (int number = 2; !taken.Add(path); number++)
        {
            path = $"{Path.ChangeExtension(wanted, null)}-{number}{Path.GetExtension(wanted)}";
        }

        return path;
    }
}
