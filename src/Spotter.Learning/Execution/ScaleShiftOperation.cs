using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>Batch normalisation after training, and ReLU if asked: a scale and a shift a channel, from the running averages.</summary>
internal sealed unsafe class ScaleShiftOperation<TRow>(Tensor input, Tensor output, BatchNormalization layer, IReadOnlyList<Parameter> parameters, bool hasRelu) : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    public override void Forward(Worker worker, in Step step)
    {
        TRow least = TRow.Create(hasRelu ? 0 : float.NegativeInfinity);
        (int start, int end) = worker.Share(step.Count);
        for (int channel = 0; channel < Tensor.RoundUp(input.Channels); channel += Width)
        {
            TRow variance = TRow.Load(parameters[3].Packed.Pointer + channel);
            TRow factor = TRow.Multiply(
                TRow.Load(parameters[0].Packed.Pointer + channel),
                TRow.ReciprocalSqrt(TRow.Add(variance, TRow.Create(layer.Epsilon))));
            TRow mean = TRow.Load(parameters[2].Packed.Pointer + channel);
            TRow shift = TRow.Load(parameters[1].Packed.Pointer + channel);
            for (int sample = start; sample < end; sample++)
            {
                float* x = input.Data + (nint)sample * input.SampleStride + channel;
                float* y = output.Data + (nint)sample * output.SampleStride + channel;
                for (int pixel = 0; pixel < input.Pixels; pixel++, x += input.PixelStride, y += output.PixelStride)
                {
                    TRow.Store(TRow.Max(TRow.MultiplyAdd(TRow.Subtract(TRow.Load(x), mean), factor, shift), least), y);
                }
            }
        }
    }
}
