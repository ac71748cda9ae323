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
    /// <param name="share">
    /// The pictures that this process works on, which alone are claimed; null for all. Names are made of all of them,
    /// so that tasks which share a run have one for each.
    /// </param>
    /// <exception cref="OutputException">A wanted name may not be written.</exception>
    public OutputNames(
        IReadOnlyList<PictureSource> sources,
        string folder,
        Func<string, string> rename,
        Outputs outputs,
        RunShare? share = null
    )
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (PictureSource source in sources)
        {
            if (source.Problem is not null)
            {
                continue;
            }

            string path = Path.Combine(folder, Unique(rename(source.OutputPath), taken));
            if (share?.Holds(source) != false)
            {
                _paths.Add(source, outputs.Claim(path, isOurs: share?.HasBegun(source) == true));
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

/// <summary>Of the pictures of a run those that one process works on.</summary>
/// <param name="pictures">Which.</param>
/// <param name="begun">How many of the first were begun before by a process that died: what is there under the names of
/// their outputs is its, though it had no time to say so.</param>
internal sealed class RunShare(IReadOnlyList<PictureSource> pictures, int begun)
{
    private readonly HashSet<PictureSource> _pictures = new(pictures, ReferenceEqualityComparer.Instance);
    private readonly HashSet<PictureSource> _begun = new(pictures.Take(begun), ReferenceEqualityComparer.Instance);

    public bool Holds(PictureSource picture) => _pictures.Contains(picture);

    public bool HasBegun(PictureSource picture) => _begun.Contains(picture);
}
