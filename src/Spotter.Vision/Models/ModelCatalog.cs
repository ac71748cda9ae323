using Spotter.Networks.Text;

namespace Spotter.Vision.Models;

/// <summary>The models that come with the library; none needs a file.</summary>
/// <example>
/// <code>
/// foreach (ModelInfo model in ModelCatalog.All)
/// {
///     Console.WriteLine($"{model.Name} finds {model.Target}");
/// }
/// </code>
/// </example>
public static class ModelCatalog
{
    private const string FileExtension = ".xml";

    /// <summary>All built-in models, in the order of their names.</summary>
    public static IReadOnlyList<ModelInfo> All { get; } =
        Array.AsReadOnly<ModelInfo>([
            .. SpotterModels.All.Concat(OpenCvCascades.All).OrderBy(static model => model.Name, StringComparer.Ordinal),
        ]);

    /// <summary>
    /// The model of a name, whatever its case, a cascade with or without <c>.xml</c>; null where there is none.
    /// </summary>
    /// <param name="name">For instance <c>haarcascade_frontalface_default</c>.</param>
    public static ModelInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.Trim();
        string withoutExtension = WithoutExtension(wanted);
        foreach (ModelInfo model in All)
        {
            // Only cascades are known by the names of XML files; cars.xml is somebody's file that is missing.
            if (
                model.Name.Equals(
                    model.Kind == ModelKind.Cascade ? withoutExtension : wanted,
                    StringComparison.OrdinalIgnoreCase
                )
            )
            {
                return model;
            }
        }

        return null;
    }

    /// <summary>The model of a name, whatever its case, with or without <c>.xml</c>.</summary>
    /// <param name="name">For instance <c>haarcascade_frontalface_default</c>.</param>
    /// <exception cref="FileNotFoundException">There is none; the message names the nearest.</exception>
    public static ModelInfo Get(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Find(name) ?? throw NotFound(name, "no built-in model has this name");
    }

    /// <summary>
    /// Tells a name from a path. What is a built-in model's name is that model, whatever is in the working folder; a
    /// path says so by its folder, like <c>./faces</c>, or its extension.
    /// </summary>
    /// <param name="nameOrFile">A name or a path.</param>
    /// <returns>The model; null where it is the path of a file, there or not.</returns>
    public static ModelInfo? Resolve(string nameOrFile)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);

        // A cascade is also known by the name of its file, which may be there.
        string wanted = nameOrFile.Trim();
        return All.FirstOrDefault(model => model.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? (File.Exists(nameOrFile) ? null : Find(nameOrFile));
    }

    internal static FileNotFoundException NotFound(string name, string problem)
    {
        string advice =
            $"give the path of a model file, or one of the {All.Count} names that spotter models list shows";
        return new FileNotFoundException($"{name}: {problem}{NearestName.Ask(Nearest(name)?.Name, advice)}", name);
    }

    internal static ModelInfo? Nearest(string name) =>
        NearestName.Of(WithoutExtension(Path.GetFileName(name.Trim())), All.Select(static model => model.Name))
            is { } nearest
            ? Find(nearest)
            : null;

    private static string WithoutExtension(string name) =>
        name.EndsWith(FileExtension, StringComparison.OrdinalIgnoreCase) ? name[..^FileExtension.Length] : name;
}
