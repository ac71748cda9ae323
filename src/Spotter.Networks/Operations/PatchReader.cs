using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>
/// Lays the pixels under a kernel side by side, (kernel row, kernel column, channel), for a few output pixels at a
/// time, so that a convolution is a product of small matrices that stay in the cache.
/// </summary>
internal readonly unsafe struct PatchReader(Window window, Tensor input)
{
    public readonly Window Window = window;
    public readonly int Channels = input.Channels;
    public readonly int PixelStride = input.PixelStride;

    /// <summary>Numbers under a kernel.</summary>
    public int Length => Window.Kernel.Height * Window.Kernel.Width * Channels;

    /// <summary>Whether a patch is just a pixel, which needs no copy.</summary>
    public bool IsDirect => Window.Kernel is { Height: 1, Width: 1 } && Window.Stride is { Height: 1, Width: 1 };

    /// <summary>
    /// Copies patches of <paramref name="count"/> output pixels; zeros stand for what is outside. Behind a patch up to
    /// fifteen numbers hold anything.
    /// </summary>
    public void Gather<TRow>(float* sample, int firstPixel, int count, float* patches, nint patchStride)
        where TRow : struct, IRow<TRow>
    {
        int rowLength = Window.Kernel.Width * Channels;
        nint inputRow = (nint)Window.Input.Width * PixelStride;
        (int y, int x) = Math.DivRem(firstPixel, Window.OutputWidth);
        for (int i = 0; i < count; i++)
        {
            float* patch = patches + i * patchStride;
            if (PixelStride == Channels && LiesInside(y, x))
            {
                float* source = sample + Corner(y, x);
                for (int ky = 0; ky < Window.Kernel.Height; ky++, patch += rowLength, source += inputRow)
                {
                    // Whole rows of sixteen: what is too much is overwritten by what comes next.
                    for (int offset = 0; offset < rowLength; offset += Row.Width)
                    {
                        TRow.Store(TRow.Load(source + offset), patch + offset);
                    }
                }
            }
            else
            {
                GatherAtEdge(sample, y, x, patch, rowLength);
            }

            (y, x) = x + 1 == Window.OutputWidth ? (y + 1, 0) : (y, x + 1);
        }
    }

    private void GatherAtEdge(float* sample, int y, int x, float* patch, int rowLength)
    {
        for (int ky = 0; ky < Window.Kernel.Height; ky++, patch += rowLength)
        {
            Part part = Inside(y, x, ky);
            if (part.Count < Window.Kernel.Width)
            {
                new Span<float>(patch, rowLength).Clear();
            }

            Copy(sample + part.Source, patch + part.Skipped * Channels, part.Count);
        }
    }

    private bool LiesInside(int y, int x)
    {
        int top = y * Window.Stride.Height - Window.Top;
        int left = x * Window.Stride.Width - Window.Left;
        return top >= 0
            && left >= 0
            && top + Window.Kernel.Height <= Window.Input.Height
            && left + Window.Kernel.Width <= Window.Input.Width;
    }

    private nint Corner(int y, int x) =>
        ((nint)(y * Window.Stride.Height - Window.Top) * Window.Input.Width + x * Window.Stride.Width - Window.Left)
        * PixelStride;

    /// <summary>The part of a kernel's row that lies inside the picture.</summary>
    public Part Inside(int y, int x, int ky)
    {
        int sourceY = y * Window.Stride.Height - Window.Top + ky;
        int sourceX = x * Window.Stride.Width - Window.Left;
        if (sourceY < 0 || sourceY >= Window.Input.Height)
        {
            return default;
        }

        int skipped = Math.Max(0, -sourceX);
        int count = Math.Min(Window.Kernel.Width, Window.Input.Width - sourceX) - skipped;
        return count <= 0
            ? default
            : new Part(((nint)sourceY * Window.Input.Width + sourceX + skipped) * PixelStride, skipped, count);
    }

    private void Copy(float* source, float* target, int pixels)
    {
        if (PixelStride == Channels)
        {
            new ReadOnlySpan<float>(source, pixels * Channels).CopyTo(new Span<float>(target, pixels * Channels));
            return;
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            new ReadOnlySpan<float>(source + (nint)pixel * PixelStride, Channels).CopyTo(
                new Span<float>(target + pixel * Channels, Channels)
            );
        }
    }

    public readonly record struct Part(nint Source, int Skipped, int Count);
}
