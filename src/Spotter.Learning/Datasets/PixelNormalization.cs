using System.Text.Json.Serialization;

namespace Spotter.Learning.Datasets;

/// <summary>How bytes become the numbers that a network sees: x = pixel * scale + offset, for each channel. It is kept with the model.</summary>
public sealed record PixelNormalization
{
    /// <summary>Makes a normalisation of its own numbers.</summary>
    /// <param name="scales">A factor a channel, finite and not 0.</param>
    /// <param name="offsets">A shift a channel, finite.</param>
    /// <exception cref="ArgumentException">The numbers of channels differ, or a number is out of range.</exception>
    [JsonConstructor]
    public PixelNormalization(IReadOnlyList<float> scales, IReadOnlyList<float> offsets)
    {
        ArgumentNullException.ThrowIfNull(scales);
        ArgumentNullException.ThrowIfNull(offsets);
        if (scales.Count != offsets.Count || scales.Count is not (1 or 3))
        {
            throw new ArgumentException($"a normalisation has 1 or 3 scales and as many offsets, got {scales.Count} and {offsets.Count}");
        }

        if (!scales.All(scale => float.IsFinite(scale) && scale != 0) || !offsets.All(float.IsFinite))
        {
            throw new ArgumentException($"scales must be finite and not 0, offsets finite, got [{string.Join(", ", scales)}] and [{string.Join(", ", offsets)}]");
        }

        Scales = [.. scales];
        Offsets = [.. offsets];
    }

    /// <summary>A factor a channel.</summary>
    public IReadOnlyList<float> Scales { get; }

    /// <summary>A shift a channel.</summary>
    public IReadOnlyList<float> Offsets { get; }

    /// <summary>0..255 becomes 0..1.</summary>
    /// <param name="channels">1 or 3.</param>
    public static PixelNormalization ZeroToOne(int channels = 1) =>
        new([.. Enumerable.Repeat(1f / 255, channels)], [.. Enumerable.Repeat(0f, channels)]);

    /// <summary>Each channel gets mean 0 and deviation 1 over the given pictures. Use the training part.</summary>
    public static PixelNormalization Standard(ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int channels = dataset.ImageShape.Channels;
        var counts = new long[channels, 256];
        for (int i = 0; i < dataset.Count; i++)
        {
            ReadOnlySpan<byte> image = dataset.Image(i);
            for (int k = 0; k < image.Length; k++)
            {
                counts[k % channels, image[k]]++;
            }
        }

        var scales = new float[channels];
        var offsets = new float[channels];
        double pixels = Math.Max(1, (double)dataset.Count * dataset.ImageShape.Length / channels);
        for (int channel = 0; channel < channels; channel++)
        {
            double mean = 0;
            double square = 0;
            for (int value = 0; value < 256; value++)
            {
                mean += value * (counts[channel, value] / pixels);
                square += (double)value * value * (counts[channel, value] / pixels);
            }

            // A channel of one colour has no deviation to divide by.
            double deviation = Math.Max(1, Math.Sqrt(Math.Max(0, square - mean * mean)));
            scales[channel] = (float)(1 / deviation);
            offsets[channel] = (float)(-mean / deviation);
        }

        return new PixelNormalization(scales, offsets);
    }

    /// <summary>Brings pixels, channels side by side, to the values that a network takes.</summary>
    internal void Apply(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            values[i] = pixels[i] * Scales[i % Scales.Count] + Offsets[i % Scales.Count];
        }
    }

    /// <inheritdoc/>
    public bool Equals(PixelNormalization? other) =>
        other is not null && Scales.SequenceEqual(other.Scales) && Offsets.SequenceEqual(other.Offsets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scales[0], Offsets[0], Scales.Count);
}
