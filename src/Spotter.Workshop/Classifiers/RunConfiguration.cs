using Spotter.Learning.Classifiers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx.Classifiers;

namespace Spotter.Workshop.Classifiers;

/// <summary>All that decides a run: with the same data and threads it gives the same weights again.</summary>
/// <param name="Created">When the run was made.</param>
/// <param name="Dataset">What it learns from.</param>
/// <param name="ClassNames">The classes.</param>
/// <param name="Preset">Where network and options came from, for people.</param>
/// <param name="Network">The layers.</param>
/// <param name="Normalization">How pixels become numbers.</param>
/// <param name="Training">How it learns.</param>
/// <param name="TensorBoard">Whether event files for TensorBoard are written.</param>
/// <param name="Backbone">The network whose last layer alone is learned, spotter or a file; null where all of it
/// is.</param>
/// <param name="BackboneLayer">The layer of that file; null for what goes into its last weights.</param>
/// <param name="BackbonePixels">What pixels are to it; null for what the file says.</param>
public sealed record RunConfiguration(
    DateTimeOffset Created,
    DatasetRequest Dataset,
    IReadOnlyList<string> ClassNames,
    string Preset,
    NetworkDescription Network,
    PixelNormalization Normalization,
    TrainingOptions Training,
    bool TensorBoard = false,
    string? Backbone = null,
    string? BackboneLayer = null,
    PixelRange? BackbonePixels = null
);
