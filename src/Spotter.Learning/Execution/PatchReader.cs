using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// Lays the pixels under a kernel side by side, (kernel row, kernel column, channel), for a few output pixels at a time,
/// so that a convolution is a product of small matrices that stay in the cache.
/// </summary>
internal readonly unsafe struct PatchReader(Window window, Tensor input)
{
    private readonly Window _window = window;
    private readonly int _channels = input.Channels;
    private readonly int _pixelStride = input.PixelStride;

    /// <summary>Numbers under a kernel.</summary>
    public int Length => _window.Kernel.Height * _window.Kernel.Width * _channels;

    /// <summary>Whether a patch is just a pixel, which needs no copy.</summary>
    public bool IsDirect => _window.Kernel is { Height: 1, Width: 1 } && _window.Stride is { Height: 1, Width: 1 };

    public int PixelStride => _pixelStride;

    /// <summary>
    /// Copies patches of <paramref name="count"/> output pixels; zeros stand for what is outside. Behind a patch up to
    /// fifteen numbers hold anything.
    /// </summary>
    public void Gather<TRow>(float* sample, int firstPixel, int count, float* patches, nint patchStride)
        where TRow : struct, IRow<TRow>
    {
        int rowLength = _window.Kernel.Width * _channels;
        nint inputRow = (nint)_window.Input.Width * _pixelStride;
        (int y, int x) = Math.DivRem(firstPixel, _window.OutputWidth);
        for (int i = 0; i < count; i++)
        {
            float* patch = patches + i * patchStride;
            if (_pixelStride == _channels && LiesInside(y, x))
            {
                float* source = sample + Corner(y, x);
                for (int ky = 0; ky < _window.Kernel.Height; ky++, patch += rowLength, source += inputRow)
                {
                    // Whole rows of sixteen: what is too much is overwritten by what comes next.
                    for (int offset = 0; offset < rowLength; offset += ParameterRows.Width)
                    {
                        TRow.Store(TRow.Load(source + offset), patch + offset);
                    }
                }
            }
            else
            {
                GatherAtEdge(sample, y, x, patch, rowLength);
            }

            (y, x) = x + 1 == _window.OutputWidth ? (y + 1, 0) : (y, x + 1);
        }
    }

    /// <summary>Adds patches back onto the pixels that they came from.</summary>
    public void ScatterAdd<TRow>(float* patches, nint patchStride, int firstPixel, int count, float* sample)
        where TRow : struct, IRow<TRow>
    {
        int rowLength = _window.Kernel.Width * _channels;
        (int y, int x) = Math.DivRem(firstPixel, _window.OutputWidth);
        for (int i = 0; i < count; i++)
        {
            float* patch = patches + i * patchStride;
            for (int ky = 0; ky < _window.Kernel.Height; ky++, patch += rowLength)
            {
                Part part = Inside(y, x, ky);
                Add<TRow>(patch + part.Skipped * _channels, sample + part.Source, part.Count);
            }

            (y, x) = x + 1 == _window.OutputWidth ? (y + 1, 0) : (y, x + 1);
        }
    }

    private void GatherAtEdge(float* sample, int y, int x, float* patch, int rowLength)
    {
        for (int ky = 0; ky < _window.Kernel.Height; ky++, patch += rowLength)
        {
            Part part = Inside(y, x, ky);
            if (part.Count < _window.Kernel.Width)
            {
                new Span<float>(patch, rowLength).Clear();
            }

            Copy(sample + part.Source, patch + part.Skipped * _channels, part.Count);
        }
    }

    private bool LiesInside(int y, int x)
    {
        int top = y * _window.Stride.Height - _window.Top;
        int left = x * _window.Stride.Width - _window.Left;
        return top >= 0 && left >= 0 && top + _window.Kernel.Height <= _window.Input.Height && left + _window.Kernel.Width <= _window.Input.Width;
    }

    private nint Corner(int y, int x) =>
        ((nint)(y * _window.Stride.Height - _window.Top) * _window.Input.Width + x * _window.Stride.Width - _window.Left) * _pixelStride;

    // The part of a kernel's row that lies inside the picture.
    private Part Inside(int y, int x, int ky)
    {
        int sourceY = y * _window.Stride.Height - _window.Top + ky;
        int sourceX = x * _window.Stride.Width - _window.Left;
        if (sourceY < 0 || sourceY >= _window.Input.Height)
        {
            return default;
        }

        int skipped = Math.Max(0, -sourceX);
        int count = Math.Min(_window.Kernel.Width, _window.Input.Width - sourceX) - skipped;
        return count <= 0 ? default : new Part(((nint)sourceY * _window.Input.Width + sourceX + skipped) * _pixelStride, skipped, count);
    }

    private void Copy(float* source, float* target, int pixels)
    {
        if (_pixelStride == _channels)
        {
            new ReadOnlySpan<float>(source, pixels * _channels).CopyTo(new Span<float>(target, pixels * _channels));
            return;
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            new ReadOnlySpan<float>(source + (nint)pixel * _pixelStride, _channels).CopyTo(new Span<float>(target + pixel * _channels, _channels));
        }
    }

    private void Add<TRow>(float* source, float* target, int pixels)
        where TRow : struct, IRow<TRow>
    {
        if (_pixelStride == _channels)
        {
            // Channels are padded to whole rows, so here they are whole rows.
            Columns.Add<TRow>(source, target, pixels * _channels / ParameterRows.Width);
            return;
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int channel = 0; channel < _channels; channel++)
            {
                target[channel] += source[channel];
            }

            source += _channels;
            target += _pixelStride;
        }
    }

    private readonly record struct Part(nint Source, int Skipped, int Count);
}
