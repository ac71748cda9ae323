namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>Gives each feature mean 0 and deviation 1 over the pictures that are learned from.</summary>
internal sealed class FeatureScale
{
    // A feature that is the same everywhere says nothing, and has no deviation to divide by.
    private const double LeastDeviation = 1e-6;

    private readonly float[] _means;
    private readonly float[] _factors;

    private FeatureScale(float[] means, float[] factors) => (_means, _factors) = (means, factors);

    public static FeatureScale Of(FeatureSet features)
    {
        var means = new float[features.Width];
        var factors = new float[features.Width];
        int rows = features.Count * features.Views;
        for (int i = 0; i < features.Width; i++)
        {
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < rows; row++)
            {
                double value = features.Values[(row * features.Width) + i];
                sum += value;
                squares += value * value;
            }

            double mean = sum / rows;
            double deviation = Math.Sqrt(Math.Max(0, (squares / rows) - (mean * mean)));
            means[i] = (float)mean;
            factors[i] = deviation < LeastDeviation ? 0 : (float)(1 / deviation);
        }

        return new FeatureScale(means, factors);
    }

    public void Apply(ReadOnlySpan<float> features, Span<float> target)
    {
        for (int i = 0; i < features.Length; i++)
        {
            target[i] = (features[i] - _means[i]) * _factors[i];
        }
    }

    /// <summary>Makes weights for features as they are of those for scaled ones.</summary>
    /// <param name="kernel">Features x classes; receives the new weights.</param>
    /// <param name="bias">A number a class; receives the new ones.</param>
    public void Fold(Span<float> kernel, Span<float> bias)
    {
        int classes = bias.Length;
        for (int i = 0; i < _means.Length; i++)
        {
            for (int k = 0; k < classes; k++)
            {
                float weight = kernel[(i * classes) + k] * _factors[i];
                kernel[(i * classes) + k] = weight;
                bias[k] -= weight * _means[i];
            }
        }
    }
}
