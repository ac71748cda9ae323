using Spotter.Apps.Sources;

namespace Spotter.Apps.Files;

/// <summary>
/// Where the outputs of many pictures go: each below one folder, each under a name of its own, none over an input. The names
/// depend on the sources and their order alone, so that a run repeated gives the same files.
/// </summary>
internal sealed class OutputNames
{
    private readonly Dictionary<PictureSource, string> _paths = new(ReferenceEqualityComparer.Instance);

    /// <param name="sources">All pictures of the run.</param>
    /// <param name="folder">Below it the outputs go.</param>
    /// <param name="rename">Makes the wanted relative path of a picture's <see cref="PictureSource.OutputPath"/>.</param>
    /// <exception cref="OutputException">A wanted name is one of the inputs.</exception>
    public OutputNames(IReadOnlyList<PictureSource> sources, string folder, Func<string, string> rename)
    {
        var real = new RealPath();

        // Case is ignored on every system: on some, A.jpg would replace a.jpg.
        var inputs = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (PictureSource source in sources)
        {
            if (source is { Problem: null, IsStandardInput: false })
            {
                inputs.Add(real.Of(source.Name));
            }
        }

        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (PictureSource source in sources)
        {
            if (source.Problem is null)
            {
                string path = Path.Combine(folder, Claim(rename(source.OutputPath), taken));
                if (inputs.Contains(real.Of(path)))
                {
                    throw new OutputException($"{path}: is one of the inputs and would be replaced; name another folder with --output");
                }

                _paths.Add(source, path);
            }
        }
    }

    /// <summary>The file that belongs to <paramref name="source"/>.</summary>
    public string this[PictureSource source] => _paths[source];

    private static string Claim(string wanted, HashSet<string> taken)
    {
        string path = wanted;
        for (int number = 2; !taken.Add(path); number++)
        {
            path = $"{Path.ChangeExtension(wanted, null)}-{number}{Path.GetExtension(wanted)}";
        }

        return path;
    }
}
