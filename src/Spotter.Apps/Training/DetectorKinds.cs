using Spotter.Vision.Cascades;

namespace Spotter.Apps.Training;

/// <summary>The kinds of detectors that can be trained.</summary>
public static class DetectorKinds
{
    private static readonly IDetectorKind[] All =
    [
        new CascadeKind("lbp", CascadeFeatureType.Lbp),
        new CascadeKind("haar", CascadeFeatureType.Haar),
        new ChannelKind(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static kind => kind.Name)];

    internal static IDetectorKind Get(string name) =>
        Array.Find(All, kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no kind of detector {name}; use {string.Join(", ", Names)}", nameof(name));
}
