using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>The way back through a <see cref="PatchReader"/>.</summary>
internal static unsafe class PatchScatter
{
    /// <summary>Adds patches back onto the pixels that they came from.</summary>
    public static void Add<TRow>(
        in PatchReader reader,
        float* patches,
        nint patchStride,
        int firstPixel,
        int count,
        float* sample
    )
        where TRow : struct, IRow<TRow>
    {
        int rowLength = reader.Window.Kernel.Width * reader.Channels;
        (int y, int x) = Math.DivRem(firstPixel, reader.Window.OutputWidth);
        for (int i = 0; i < count; i++)
        {
            float* patch = patches + i * patchStride;
            for (int ky = 0; ky < reader.Window.Kernel.Height; ky++, patch += rowLength)
            {
                PatchReader.Part part = reader.Inside(y, x, ky);
                Add<TRow>(reader, patch + part.Skipped * reader.Channels, sample + part.Source, part.Count);
            }

            (y, x) = x + 1 == reader.Window.OutputWidth ? (y + 1, 0) : (y, x + 1);
        }
    }

    private static void Add<TRow>(in PatchReader reader, float* source, float* target, int pixels)
        where TRow : struct, IRow<TRow>
    {
        if (reader.PixelStride == reader.Channels)
        {
            // Channels are padded to whole rows, so here they are whole rows.
            Columns.Add<TRow>(source, target, pixels * reader.Channels / Row.Width);
            return;
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int channel = 0; channel < reader.Channels; channel++)
            {
                target[channel] += source[channel];
            }

            source += reader.Channels;
            target += reader.PixelStride;
        }
    }
}
