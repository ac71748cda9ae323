using Spotter.Models;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Models;

namespace Spotter.Hosting;

/// <summary>The models that configuration can name: applications, built-in models and files.</summary>
internal static class DetectorModels
{
    // What is made of several models has no name among the models.
    private static readonly Dictionary<string, Func<IDetector>> Composed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smiles"] = static () => Detector.Smiles(),
        ["road"] = static () => Detector.Road(),
    };

    private static IEnumerable<string> Names => Composed.Keys.Concat(ModelCatalog.All.Select(static m => m.Name));

    /// <summary>Whether the name means a model that needs no file.</summary>
    public static bool IsBuiltIn(string name) => Composed.ContainsKey(name) || ModelCatalog.Find(name) is not null;

    /// <summary>What is wrong with a name or path, in words; null where nothing is. Nothing is loaded.</summary>
    public static string? Problem(string model) =>
        string.IsNullOrWhiteSpace(model) ? "the name of the model is empty"
        : IsBuiltIn(model) || File.Exists(model) ? null
        : PublicModel.Find(model) is { } known
            ? ModelStore.Default.Has(known) ? null
                : $"{model} is not on this machine yet; fetch it with spotter models pull {known.Name}"
        : Unknown(model);

    /// <summary>What to say of a model that there is not.</summary>
    public static string Unknown(string model)
    {
        string advice = "give the path of a model file, or one of the names that spotter models list shows";
        string hint = NearestName.Hint(Path.GetFileNameWithoutExtension(model), Names, advice);
        return $"{model} is neither a built-in model nor a file that is there{hint}";
    }

    public static IDetector Load(string model, string? label, Func<string, IDetector>? networks) =>
        Composed.TryGetValue(model, out Func<IDetector>? make) ? make() : ModelFiles.Load(model, label, networks);
}
