using Spotter.Learning.Augmentation;
using Spotter.Learning.Datasets;
using Spotter.Learning.Execution;
using Spotter.Learning.Kernels;
using Spotter.Learning.Losses;
using Spotter.Networks;

namespace Spotter.Learning.Classifiers;

/// <summary>
/// Hands pictures of a data set to a plan in the order of an epoch: augmented while training, normalised always.
/// </summary>
internal sealed unsafe class ImageSampleReader : IEpochReader
{
    private const long AugmentationStream = 0x4155;

    private readonly ImageDataset _dataset;
    private readonly PixelNormalization _normalization;
    private readonly ImageAugmenter? _augmenter;
    private readonly byte[][] _scratch;
    private readonly long _seed;

    public ImageSampleReader(
        ImageDataset dataset,
        PixelNormalization normalization,
        int threads,
        ImageAugmentation? augmentation = null,
        long seed = 0
    )
    {
        _dataset = dataset;
        _normalization = normalization;
        _augmenter = augmentation is null ? null : new ImageAugmenter(augmentation, dataset.ImageShape);
        _scratch = new byte[threads][];
        for (int i = 0; i < threads; i++)
        {
            _scratch[i] = new byte[dataset.ImageShape.Length];
        }

        _seed = seed;
        Order = [.. Enumerable.Range(0, dataset.Count)];
    }

    /// <inheritdoc/>
    public int[] Order { get; set; }

    /// <summary>Decides about the augmentation.</summary>
    public int Epoch { get; set; }

    public void ReadSample(int position, int worker, float* sample)
    {
        int picture = Order[position];
        ReadOnlySpan<byte> image = _dataset.Image(picture);
        if (_augmenter is not null)
        {
            var random = new RandomStream(_seed ^ AugmentationStream, Epoch, picture);
            _augmenter.Apply(image, _scratch[worker], random);
            image = _scratch[worker];
        }

        _normalization.Apply(image, new Span<float>(sample, image.Length));
    }

    public float ReadTarget(int position, Loss loss, Span<float> target) =>
        loss.EncodeLabel(_dataset.Labels[Order[position]], target);
}
