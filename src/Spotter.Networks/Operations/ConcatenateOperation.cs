namespace Spotter.Networks.Operations;

/// <summary>
/// Channels of several tensors side by side; features one behind another. Workers own rows of the picture.
/// (H, W, C1), (H, W, C2) -> (H, W, C1 + C2)
/// </summary>
internal unsafe class ConcatenateOperation(IReadOnlyList<Tensor> inputs, Tensor output) : Operation(inputs[0], output)
{
    protected IReadOnlyList<Tensor> Inputs => inputs;

    public override void Forward(Worker worker, int samples)
    {
        int width = Output.Shape.Width;
        foreach ((int sample, int first, int end) in worker.Rows(samples, Output.Shape.Height))
        {
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            foreach (Tensor input in inputs)
            {
                float* x = input.Data + (nint)sample * input.SampleStride;
                Copy(x, input.PixelStride, y, Output.PixelStride, input.Channels, first * width, end * width);
                y += input.Channels;
            }
        }
    }

    /// <summary>Copies channels of some pixels.</summary>
    protected static void Copy(float* from, int fromStride, float* to, int toStride, int channels, int first, int end)
    {
        for (int pixel = first; pixel < end; pixel++)
        {
            new ReadOnlySpan<float>(from + (nint)pixel * fromStride, channels).CopyTo(
                new Span<float>(to + (nint)pixel * toStride, channels)
            );
        }
    }
}
