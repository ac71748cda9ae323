using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Workshop.Explaining;

namespace Spotter.Studio.Playground;

/// <summary>What each layer of a network makes of one picture.</summary>
internal static class LayerActivations
{
    private const int MostChannels = 64;
    private const int MostFeatures = 1024;

    /// <param name="classifier">The network.</param>
    /// <param name="picture">A picture of its size.</param>
    public static IReadOnlyList<LayerAnswer> Of(ImageClassifier classifier, BgrImage picture)
    {
        return
        [
            .. LayerOutputs
                .Of(classifier, picture)
                .Select(static output => Describe(output.Layer, output.Shape, output.Values)),
        ];
    }

    private static LayerAnswer Describe(Layer layer, TensorShape shape, float[] values)
    {
        float least = values.Min();
        float most = values.Max();
        float range = Math.Max(most - least, float.Epsilon);
        int channels = Math.Min(shape.Channels, shape.IsImage ? MostChannels : MostFeatures);
        int pixels = shape.Height * shape.Width;
        var planes = new byte[channels * pixels];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < pixels; i++)
            {
                planes[c * pixels + i] = (byte)((values[i * shape.Channels + c] - least) / range * byte.MaxValue);
            }
        }

        return new LayerAnswer(
            layer.Kind,
            shape.ToString(),
            shape.Height,
            shape.Width,
            channels,
            shape.IsImage,
            least,
            most,
            planes
        );
    }
}

/// <param name="Layer">The kind of layer.</param>
/// <param name="Shape">Its whole output.</param>
/// <param name="Height">Rows of a plane; 1 for features.</param>
/// <param name="Width">Pixels a row; 1 for features.</param>
/// <param name="Channels">How many planes, or features, follow; the first ones where there are more.</param>
/// <param name="IsImage">Planes, or features.</param>
/// <param name="Least">What 0 stands for.</param>
/// <param name="Most">What 255 stands for.</param>
/// <param name="Values">Plane after plane, in base 64.</param>
internal sealed record LayerAnswer(
    string Layer,
    string Shape,
    int Height,
    int Width,
    int Channels,
    bool IsImage,
    double Least,
    double Most,
    byte[] Values
);
