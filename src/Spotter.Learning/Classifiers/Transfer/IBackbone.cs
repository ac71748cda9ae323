using Spotter.Networks.Layers;

namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>A network that is not trained any more, for what it knows of pictures. Safe to share between
/// threads.</summary>
internal interface IBackbone
{
    /// <summary>The shape of its pictures: 3 channels are red, green, blue.</summary>
    TensorShape Input { get; }

    /// <summary>Numbers that it knows of a picture.</summary>
    int FeatureCount { get; }

    /// <summary>Tells it from others: features that were kept are of no use to another one.</summary>
    string Key { get; }

    /// <summary>What is known of a picture.</summary>
    /// <param name="pixels">Row-major, channels side by side, of <see cref="Input"/>.</param>
    /// <param name="features">Receives <see cref="FeatureCount"/> numbers.</param>
    void Read(ReadOnlySpan<byte> pixels, Span<float> features);
}
