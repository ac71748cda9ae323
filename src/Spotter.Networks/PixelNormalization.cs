using System.Text.Json.Serialization;
using Spotter.Networks.Kernels;

namespace Spotter.Networks;

/// <summary>
/// How bytes become the numbers that a network sees: x = pixel * scale + offset, for each channel. It is kept with the
/// model.
/// </summary>
public sealed record PixelNormalization
{
    private readonly float[] _scales;
    private readonly float[] _offsets;

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
            throw new ArgumentException(
                $"a normalisation has 1 or 3 scales and as many offsets, got {scales.Count} and {offsets.Count}"
            );
        }

        if (!scales.All(scale => float.IsFinite(scale) && scale != 0) || !offsets.All(float.IsFinite))
        {
            throw new ArgumentException(
                $"scales must be finite and not 0, offsets finite, got [{string.Join(", ", scales)}] and "
                    + $"[{string.Join(", ", offsets)}]"
            );
        }

        _scales = [.. scales];
        _offsets = [.. offsets];
    }

    /// <summary>A factor a channel.</summary>
    public IReadOnlyList<float> Scales => _scales;

    /// <summary>A shift a channel.</summary>
    public IReadOnlyList<float> Offsets => _offsets;

    /// <summary>0..255 becomes 0..1.</summary>
    /// <param name="channels">1 or 3.</param>
    public static PixelNormalization ZeroToOne(int channels = 1) =>
        new([.. Enumerable.Repeat(1f / 255, channels)], [.. Enumerable.Repeat(0f, channels)]);

    /// <summary>Brings pixels, channels side by side, to the values that a network takes.</summary>
    internal unsafe void Apply(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        fixed (byte* source = pixels)
        fixed (float* target = values[..pixels.Length])
        {
            Apply(source, target, pixels.Length, isBgr: false);
        }
    }

    /// <summary>The same for bytes that do not move; where blue comes first, red comes first afterwards.</summary>
    internal unsafe void Apply(byte* pixels, float* values, int count, bool isBgr)
    {
        if (_scales.Length == 1)
        {
            PixelConversion.Convert(pixels, values, count, _scales[0], _offsets[0]);
        }
        else
        {
            PixelConversion.Convert(pixels, values, count / 3, _scales, _offsets, isBgr);
        }
    }

    /// <inheritdoc/>
    public bool Equals(PixelNormalization? other) =>
        other is not null && Scales.SequenceEqual(other.Scales) && Offsets.SequenceEqual(other.Offsets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scales[0], Offsets[0], Scales.Count);
}
