using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>
/// Batch normalisation after training, and ReLU if asked: a scale and a shift a channel, from the running averages.
/// </summary>
internal sealed unsafe class ScaleShiftOperation<TRow>(
    Tensor input,
    Tensor output,
    BatchNormalization layer,
    IReadOnlyList<Parameter> parameters,
    bool hasRelu
) : Operation(input, output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public override void Forward(Worker worker, int samples)
    {
        TRow least = TRow.Create(hasRelu ? 0 : float.NegativeInfinity);
        for (int channel = 0; channel < Tensor.RoundUp(Input.Channels); channel += Width)
        {
            TRow variance = TRow.Load(parameters[3].Packed.Pointer + channel);
            TRow factor = TRow.Multiply(
                TRow.Load(parameters[0].Packed.Pointer + channel),
                TRow.ReciprocalSqrt(TRow.Add(variance, TRow.Create(layer.Epsilon)))
            );
            TRow mean = TRow.Load(parameters[2].Packed.Pointer + channel);
            TRow shift = TRow.Load(parameters[1].Packed.Pointer + channel);
            foreach ((int sample, int first, int end) in worker.Rows(samples, Input.Pixels))
            {
                float* x = Input.Data + (nint)sample * Input.SampleStride + (nint)first * Input.PixelStride + channel;
                float* y =
                    Output.Data + (nint)sample * Output.SampleStride + (nint)first * Output.PixelStride + channel;
                for (int pixel = first; pixel < end; pixel++, x += Input.PixelStride, y += Output.PixelStride)
                {
                    TRow.Store(TRow.Max(TRow.MultiplyAdd(TRow.Subtract(TRow.Load(x), mean), factor, shift), least), y);
                }
            }
        }
    }
}
