using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Explaining;

/// <summary>What one layer of a classifier makes of a picture.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">The shape of what it gives.</param>
/// <param name="Values">Height x width x channels, row-major, channels side by side.</param>
public sealed record LayerOutput(Layer Layer, TensorShape Shape, float[] Values);

/// <summary>What each layer of a classifier makes of one picture.</summary>
public static class LayerOutputs
{
    /// <param name="classifier">The network.</param>
    /// <param name="picture">A picture of its size.</param>
    /// <returns>An entry a layer, in their order.</returns>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public static IReadOnlyList<LayerOutput> Of(ImageClassifier classifier, BgrImage picture)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(picture);
        Sequential network = classifier.Network;
        if (picture.Width != network.InputShape.Width || picture.Height != network.InputShape.Height)
        {
            throw new ArgumentException(
                $"the network takes {network.InputShape}, got a picture of {picture.Height} x {picture.Width}",
                nameof(picture)
            );
        }

        var pixels = new byte[network.InputShape.Length];
        PictureClassification.WritePixels(picture, pixels);
        var sample = new float[pixels.Length];
        classifier.Normalization.Apply(pixels, sample);
        var outputs = new List<LayerOutput>();
        for (int count = 1; count <= network.Layers.Count; count++)
        {
            // A network cut off after this layer, with the same weights.
            var part = new Sequential(network.InputShape, [.. network.Layers.Take(count)]);
            for (int p = 0; p < part.Parameters.Count; p++)
            {
                part.Parameters[p].SetValues(network.Parameters[p].ToArray());
            }

            outputs.Add(new LayerOutput(network.Layers[count - 1], part.OutputShape, part.Predict(sample)));
        }

        return outputs;
    }
}
