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

    // Suggestions further away than a third of the name are no help.
    private const int SuggestionTolerance = 3;

    /// <summary>All built-in models, in the order of their names.</summary>
    public static IReadOnlyList<ModelInfo> All { get; } = Array.AsReadOnly<ModelInfo>(
        [.. SpotterModels.All.Concat(OpenCvCascades.All).OrderBy(static model => model.Name, StringComparer.Ordinal)]);

    /// <summary>The model of a name, whatever its case, a cascade with or without <c>.xml</c>; null where there is none.</summary>
    /// <param name="name">For instance <c>haarcascade_frontalface_default</c>.</param>
    public static ModelInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.Trim();
        string withoutExtension = WithoutExtension(wanted);
        foreach (ModelInfo model in All)
        {
            // Only cascades are known by the names of XML files; cars.xml is somebody's file that is missing.
            if (model.Name.Equals(model.Kind == ModelKind.Cascade ? withoutExtension : wanted, StringComparison.OrdinalIgnoreCase))
            {
                return model;
            }
        }

        return null;
    }

    /// <summary>The model of a name, whatever its case, with or without <c>.xml</c>.</summary>
    /// <param name="name">For instance <c>haarcascade_frontalface_default</c>.</param>
    /// <exception cref="FileNotFoundException">There is none; the message names the nearest and all.</exception>
    public static ModelInfo Get(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Find(name) ?? throw NotFound(name, "no built-in model has this name");
    }

    /// <summary>
    /// Tells a name from a path. What is a built-in model's name is that model, whatever is in the working folder; a path says
    /// so by its folder, like <c>./faces</c>, or its extension.
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
        string nearest = Nearest(name) is { } model ? $"did you mean {model.Name}? " : "";
        return new FileNotFoundException(
            $"{name}: {problem}; {nearest}give the path of an OpenCV cascade (.xml) or one of {string.Join(", ", All.Select(static m => m.Name))}", name);
    }

    internal static ModelInfo? Nearest(string name)
    {
        string wanted = WithoutExtension(Path.GetFileName(name.Trim())).ToUpperInvariant();
        if (wanted.Length == 0)
        {
            return null;
        }

        // The common start of a name is often left out: "eye", "frontalface_alt".
        ModelInfo? partial = All.FirstOrDefault(model => model.Name.EndsWith($"_{wanted}", StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(model => wanted.Length > 2 && model.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase));
        if (partial is not null)
        {
            return partial;
        }

        (ModelInfo nearest, int distance) = All
            .Select(model => (model, EditDistance(wanted, model.Name.ToUpperInvariant())))
            .MinBy(static pair => pair.Item2);
        return distance * SuggestionTolerance <= wanted.Length ? nearest : null;
    }

    private static string WithoutExtension(string name) =>
        name.EndsWith(FileExtension, StringComparison.OrdinalIgnoreCase) ? name[..^FileExtension.Length] : name;

    // V. I. Levenshtein, 1965: insertions, deletions and replacements that turn one word into the other.
    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
