using Spotter.Vision.Cascades;

namespace Spotter.Workshop.Detectors;

/// <summary>The kinds of detectors that can be trained.</summary>
public static class DetectorKinds
{
    // How models of other formats end: a detector of that name would be read as one of those.
    private static readonly string[] OtherFormats = [".onnx", ".gz", ".json", ".yml", ".yaml", ".txt", ".zip"];

    // The first is the default, the first that writes XML is the default for XML.
    private static readonly IDetectorKind[] All =
    [
        new ChannelKind(),
        new NetworkKind(),
        new CascadeKind("lbp", CascadeFeatureType.Lbp),
        new CascadeKind("haar", CascadeFeatureType.Haar),
    ];

    /// <summary>Their names; the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static kind => kind.Name)];

    /// <summary>The kind that is trained where none is chosen.</summary>
    /// <param name="options">The extension of the model file decides; where it says nothing, whole pictures with labels
    /// make a network.</param>
    public static string DefaultFor(DetectorTrainingOptions options) => Default(options).Name;

    /// <exception cref="ArgumentException">There is no such kind, or its files are not of that format.</exception>
    internal static IDetectorKind Get(DetectorTrainingOptions options)
    {
        (string? name, string output) = (options.Kind, options.Output);
        IDetectorKind kind = name is null
            ? Default(options)
            : Array.Find(All, kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException(
                    $"there is no kind of detector {name}; use {string.Join(", ", Names)}",
                    nameof(options)
                );
        string extension = Path.GetExtension(output);
        bool isOthers =
            OtherFormats
                .Concat(All.Select(static other => other.Extension))
                .Contains(extension, StringComparer.OrdinalIgnoreCase)
            && !extension.Equals(kind.Extension, StringComparison.OrdinalIgnoreCase);
        return !isOthers
            ? kind
            : throw new ArgumentException(
                $"{output}: --kind {kind.Name} writes {kind.Description}; name it "
                    + $"{Path.ChangeExtension(output, kind.Extension)}"
                    + $"{(KindOf(extension) is { } fitting ? $", or use --kind {fitting.Name}" : "")}",
                nameof(options)
            );
    }

    private static IDetectorKind Default(DetectorTrainingOptions options) =>
        KindOf(Path.GetExtension(options.Output))
        ?? (options is { Labels.Count: > 0, Crops.Count: 0 } ? KindOf(NetworkKind.FileExtension)! : All[0]);

    private static IDetectorKind? KindOf(string extension) =>
        Array.Find(All, kind => kind.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase));
}
