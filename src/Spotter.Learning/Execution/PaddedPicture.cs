using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A sample with the zeros around it that a window's padding asks for, so that no kernel meets an edge. A window
/// without padding works on the sample itself.
/// </summary>
internal unsafe class PaddedPicture
{
    public PaddedPicture(Window window, int pixelStride)
    {
        Window = window;
        PixelStride = pixelStride;
        bool isPadded = window.Top + window.Bottom + window.Left + window.Right > 0;
        int width = window.Input.Width + window.Left + window.Right;
        int height = window.Input.Height + window.Top + window.Bottom;
        RowStride = width * pixelStride;
        Padded = isPadded ? new AlignedBuffer((long)height * RowStride) : null;
    }

    public static PaddedPicture[] Many(int count, Window window, int pixelStride)
    {
        var pictures = new PaddedPicture[count];
        for (int i = 0; i < count; i++)
        {
            pictures[i] = new PaddedPicture(window, pixelStride);
        }

        return pictures;
    }

    protected Window Window { get; }

    protected int PixelStride { get; }

    /// <summary>The sample with its zeros; null where there is no padding.</summary>
    protected AlignedBuffer? Padded { get; }

    /// <summary>Floats from a row to the next.</summary>
    public int RowStride { get; }

    /// <summary>The values of a sample; around them zeros.</summary>
    public float* Read(float* sample)
    {
        if (Padded is null)
        {
            return sample;
        }

        for (int y = 0; y < Window.Input.Height; y++)
        {
            SampleRow(sample, y).CopyTo(PaddedRow(y));
        }

        return Padded.Pointer;
    }

    protected Span<float> SampleRow(float* sample, int y)
    {
        int length = Window.Input.Width * PixelStride;
        return new Span<float>(sample + (nint)y * length, length);
    }

    protected Span<float> PaddedRow(int y) =>
        new(
            Padded!.Pointer + (nint)(y + Window.Top) * RowStride + Window.Left * PixelStride,
            Window.Input.Width * PixelStride
        );
}
