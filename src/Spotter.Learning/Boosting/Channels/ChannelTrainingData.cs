using Spotter.Vision.Images;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>A picture of the object, cut out.</summary>
/// <param name="Picture">The crop.</param>
/// <param name="Group">Crops of the same thing, such as frames that follow each other, have the same group and are split together.</param>
public readonly record struct PositiveCrop(GrayImage Picture, string Group);

/// <summary>What to learn from.</summary>
public sealed record ChannelTrainingData
{
    /// <summary>Pictures of the object.</summary>
    public required IReadOnlyList<PositiveCrop> Positives { get; init; }

    /// <summary>Pictures without the object, from which windows are drawn and mined.</summary>
    public required IReadOnlyList<GrayImage> Scenes { get; init; }

    /// <summary>Crops that are not the object, each as large as a positive one would be.</summary>
    public IReadOnlyList<GrayImage> NegativeCrops { get; init; } = [];
}
