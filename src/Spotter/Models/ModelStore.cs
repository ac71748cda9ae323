using Spotter.Networks.Files;
using Spotter.Vision.Models;

namespace Spotter.Models;

/// <summary>The folder in which fetched models are.</summary>
/// <param name="folder">It need not be there yet.</param>
internal sealed class ModelStore(string folder)
{
    /// <summary>
    /// Names another folder than that of the user's cache, for every command and library; as the option
    /// <c>--models-folder</c> of <c>spotter models</c>.
    /// </summary>
    public const string Variable = "SPOTTER_MODELS";

    /// <summary>The folder that holds where none is given.</summary>
    public static ModelStore Default =>
        new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? own : CacheFolder.Of("models"));

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Where a model is or would be.</summary>
    public string PathOf(PublicModel model) => Path.Combine(Folder, model.FileName);

    /// <summary>
    /// Whether it was fetched. Its checksum was verified then; of what was cut off or exchanged since, the length
    /// tells most.
    /// </summary>
    public bool Has(PublicModel model) =>
        new FileInfo(PathOf(model)) is { Exists: true } file && file.Length == model.Bytes;

    /// <summary>
    /// What the name of a fetched model stands for: its file. All other names and paths, and those of built-in models,
    /// stand for themselves, and so does what is a file or folder itself.
    /// </summary>
    /// <exception cref="SpotterException">It could be fetched, and was not.</exception>
    public string Resolve(string nameOrFile)
    {
        if (
            Path.Exists(nameOrFile)
            || ModelCatalog.Resolve(nameOrFile) is not null
            || PublicModel.Find(nameOrFile) is not { } model
        )
        {
            return nameOrFile;
        }

        return Has(model)
            ? PathOf(model)
            : throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{nameOrFile}: is not on this machine yet; fetch it with spotter models pull {model.Name}"
            );
    }
}
