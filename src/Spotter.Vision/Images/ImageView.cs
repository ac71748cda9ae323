using System.Runtime.InteropServices;

namespace Spotter.Vision.Images;

/// <summary>A rectangle of samples in someone else's memory. A view never owns or copies what it shows.</summary>
/// <typeparam name="T">The type of a sample; <c>byte</c> for pictures.</typeparam>
public readonly ref struct ImageView<T>
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _samples;

    /// <summary>Looks at <paramref name="samples"/> as a picture.</summary>
    /// <param name="samples">Row-major, at least (height - 1) * stride + width samples.</param>
    /// <param name="width">Samples a row, 0 or more.</param>
    /// <param name="height">Rows, 0 or more.</param>
    /// <param name="stride">Samples from the start of a row to the start of the next, at least the width.</param>
    /// <exception cref="ArgumentException">The span is too short, or a number is out of range.</exception>
    public ImageView(ReadOnlySpan<T> samples, int width, int height, int stride)
    {
        if (width < 0 || height < 0 || stride < width)
        {
            throw new ArgumentException(
                $"view must have width and height of 0 or more and a stride of at least the width, got "
                    + $"{width}x{height}, stride {stride}"
            );
        }

        long needed = width == 0 || height == 0 ? 0 : ((long)height - 1) * stride + width;
        if (samples.Length < needed)
        {
            throw new ArgumentException(
                $"a {width}x{height} view with stride {stride} needs {needed} samples, got {samples.Length}",
                nameof(samples)
            );
        }

        _samples = samples;
        Width = width;
        Height = height;
        Stride = stride;
    }

    /// <summary>Samples a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Samples from the start of a row to the start of the next.</summary>
    public int Stride { get; }

    /// <summary>All samples from the first of the first row to the last of the last row.</summary>
    public ReadOnlySpan<T> Samples => _samples;

    /// <summary>One row, 0 is the top one.</summary>
    public ReadOnlySpan<T> Row(int y) => _samples.Slice(y * Stride, Width);

    /// <summary>A part of this view; it must lie inside.</summary>
    /// <exception cref="ArgumentException">The part reaches outside the view.</exception>
    public ImageView<T> Crop(Box part)
    {
        if (!new Box(0, 0, Width, Height).Contains(part) || part.Width < 0 || part.Height < 0)
        {
            throw new ArgumentException($"crop {part} reaches outside the {Width}x{Height} view", nameof(part));
        }

        return part.IsEmpty
            ? new ImageView<T>([], 0, 0, 0)
            : new ImageView<T>(_samples[(part.Y * Stride + part.X)..], part.Width, part.Height, Stride);
    }

    internal ref T Origin => ref MemoryMarshal.GetReference(_samples);
}
