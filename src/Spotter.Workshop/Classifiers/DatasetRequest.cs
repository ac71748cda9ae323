using Spotter.Learning.Datasets;
using Spotter.Networks.Layers;

namespace Spotter.Workshop.Classifiers;

/// <summary>Which pictures to learn from, as a user names them.</summary>
public sealed record DatasetRequest
{
    /// <summary>A known name (fashion-mnist, mnist, cifar-10), a folder, a .csv or an .npz file.</summary>
    public required string Source { get; init; }

    /// <summary>Where the files of a known data set are; null downloads them into the cache.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Width and height that picture files are scaled to; null takes that of the first picture, at most 64.
    /// </summary>
    public int? Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int? Height { get; init; }

    /// <summary>Whether picture files are read in gray; null takes colour if any picture has some.</summary>
    public bool? Gray { get; init; }

    /// <summary>
    /// Share of the training pictures that is kept apart for validation, 0 or more and below 1; see
    /// <see cref="DatasetSplitter"/>.
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>
    /// Share that is kept apart for the test where the data set has no test part of its own, 0 or more and below 1.
    /// </summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>Decides which picture goes where.</summary>
    public int Seed { get; init; }

    /// <summary>The same pictures, brought to what a network takes, whatever they would decide by themselves.</summary>
    internal DatasetRequest Fitting(TensorShape input) =>
        this with
        {
            Width = input.Width,
            Height = input.Height,
            Gray = input.Channels == 1,
        };
}
