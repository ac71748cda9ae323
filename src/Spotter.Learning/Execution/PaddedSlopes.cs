using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>The gradient of a picture with padding: sums go into a copy with room around it.</summary>
internal sealed unsafe class PaddedSlopes(Window window, int pixelStride) : PaddedPicture(window, pixelStride)
{
    /// <summary>Zeros to add to; <see cref="Write"/> brings them to the sample.</summary>
    public float* Clear(float* sample)
    {
        if (Padded is null)
        {
            new Span<float>(sample, Window.Input.Height * Window.Input.Width * PixelStride).Clear();
            return sample;
        }

        Padded.Span.Clear();
        return Padded.Pointer;
    }

    /// <summary>Brings the inner part to the sample.</summary>
    public void Write(float* sample)
    {
        for (int y = 0; Padded is not null && y < Window.Input.Height; y++)
        {
            PaddedRow(y).CopyTo(SampleRow(sample, y));
        }
    }
}
