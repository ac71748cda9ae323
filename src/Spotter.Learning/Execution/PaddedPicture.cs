using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// A sample with the zeros around it that a window's padding asks for, so that no kernel meets an edge. A window without
/// padding works on the sample itself.
/// </summary>
internal sealed unsafe class PaddedPicture
{
    private readonly Window _window;
    private readonly int _pixelStride;
    private readonly AlignedBuffer? _copy;

    public PaddedPicture(Window window, int pixelStride)
    {
        _window = window;
        _pixelStride = pixelStride;
        bool isPadded = window.Top + window.Bottom + window.Left + window.Right > 0;
        int width = window.Input.Width + window.Left + window.Right;
        int height = window.Input.Height + window.Top + window.Bottom;
        RowStride = width * pixelStride;
        _copy = isPadded ? new AlignedBuffer((long)height * RowStride) : null;
    }

    /// <summary>Floats from a row to the next.</summary>
    public int RowStride { get; }

    /// <summary>The values of a sample; around them zeros.</summary>
    public float* Read(float* sample)
    {
        if (_copy is null)
        {
            return sample;
        }

        for (int y = 0; y < _window.Input.Height; y++)
        {
            SampleRow(sample, y).CopyTo(PaddedRow(y));
        }

        return _copy.Pointer;
    }

    /// <summary>Zeros to add to; <see cref="Write"/> brings them to the sample.</summary>
    public float* Clear(float* sample)
    {
        if (_copy is null)
        {
            new Span<float>(sample, _window.Input.Height * _window.Input.Width * _pixelStride).Clear();
            return sample;
        }

        _copy.Span.Clear();
        return _copy.Pointer;
    }

    /// <summary>Brings the inner part to the sample.</summary>
    public void Write(float* sample)
    {
        for (int y = 0; _copy is not null && y < _window.Input.Height; y++)
        {
            PaddedRow(y).CopyTo(SampleRow(sample, y));
        }
    }

    private Span<float> SampleRow(float* sample, int y)
    {
        int length = _window.Input.Width * _pixelStride;
        return new Span<float>(sample + (nint)y * length, length);
    }

    private Span<float> PaddedRow(int y) =>
        new(_copy!.Pointer + (nint)(y + _window.Top) * RowStride + _window.Left * _pixelStride, _window.Input.Width * _pixelStride);
}
