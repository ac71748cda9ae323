using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>
/// Pictures brought to another size: each pixel is a mean of four, weighted by how near they are. Workers own rows.
/// </summary>
/// <param name="input">Channels in rows of sixteen.</param>
/// <param name="output">The same channels.</param>
/// <param name="rows">For each row of the output two of the input, and the weight of the second.</param>
/// <param name="columns">The same for columns.</param>
internal sealed unsafe class LinearResizeOperation<TRow>(
    Tensor input,
    Tensor output,
    (int First, int Second, float Weight)[] rows,
    (int First, int Second, float Weight)[] columns
) : Operation(input, output)
    where TRow : struct, IRow<TRow>
{
    public override void Forward(Worker worker, int samples)
    {
        nint line = (nint)Input.Shape.Width * Input.PixelStride;
        foreach ((int sample, int first, int end) in worker.Rows(samples, Output.Shape.Height))
        {
            float* x = Input.Data + ((nint)sample * Input.SampleStride);
            float* y = Output.Data + ((nint)sample * Output.SampleStride);
            for (int row = first; row < end; row++)
            {
                float* upper = x + (rows[row].First * line);
                float* lower = x + (rows[row].Second * line);
                float* to = y + ((nint)row * Output.Shape.Width * Output.PixelStride);
                TRow down = TRow.Create(rows[row].Weight);
                for (int column = 0; column < columns.Length; column++, to += Output.PixelStride)
                {
                    nint left = (nint)columns[column].First * Input.PixelStride;
                    nint right = (nint)columns[column].Second * Input.PixelStride;
                    TRow across = TRow.Create(columns[column].Weight);
                    for (int channel = 0; channel < Output.PixelStride; channel += Row.Width)
                    {
                        TRow top = Mix(TRow.Load(upper + left + channel), TRow.Load(upper + right + channel), across);
                        TRow bottom = Mix(
                            TRow.Load(lower + left + channel),
                            TRow.Load(lower + right + channel),
                            across
                        );
                        TRow.Store(Mix(top, bottom, down), to + channel);
                    }
                }
            }
        }
    }

    private static TRow Mix(TRow a, TRow b, TRow share) => TRow.MultiplyAdd(TRow.Subtract(b, a), share, a);
}
