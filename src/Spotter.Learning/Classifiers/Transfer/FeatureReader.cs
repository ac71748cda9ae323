using Spotter.Learning.Losses;
using Spotter.Networks;

namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>Hands features to a plan in the order of an epoch: each epoch another view of a picture, scaled.</summary>
internal sealed unsafe class FeatureReader : IEpochReader
{
    private const long ViewStream = 0x5649;

    private readonly FeatureSet _features;
    private readonly FeatureScale _scale;
    private readonly bool _takesAllViews;
    private readonly long _seed;

    /// <param name="features">The features.</param>
    /// <param name="scale">Brings them to numbers that are learned from.</param>
    /// <param name="takesAllViews">False takes the whole picture alone.</param>
    /// <param name="seed">Decides about the views.</param>
    public FeatureReader(FeatureSet features, FeatureScale scale, bool takesAllViews, long seed = 0)
    {
        (_features, _scale, _takesAllViews, _seed) = (features, scale, takesAllViews, seed);
        Order = [.. Enumerable.Range(0, features.Count)];
    }

    public int[] Order { get; set; }

    public int Epoch { get; set; }

    public void ReadSample(int position, int worker, float* sample)
    {
        int picture = Order[position];
        int view = 0;
        if (_takesAllViews && _features.Views > 1)
        {
            // The whole picture is what will be asked about: it is half of what is seen.
            var random = new RandomStream(_seed ^ ViewStream, Epoch, picture);
            view = random.NextInt(2) == 0 ? 0 : 1 + random.NextInt(_features.Views - 1);
        }

        _scale.Apply(_features.Of(picture, view), new Span<float>(sample, _features.Width));
    }

    public float ReadTarget(int position, Loss loss, Span<float> target) =>
        loss.EncodeLabel(_features.Labels[Order[position]], target);
}
