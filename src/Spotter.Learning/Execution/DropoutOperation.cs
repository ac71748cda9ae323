using Spotter.Networks;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// Drops values at random. What is dropped depends on the seed, the step, the layer and the place of the value, not on
/// the number of workers.
/// </summary>
internal sealed unsafe class DropoutOperation<TRow> : Operation, ILearningOperation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    private readonly StepSource _step;
    private readonly AlignedBuffer _mask;
    private readonly int _layer;
    private readonly uint _threshold;
    private readonly float _scale;

    public DropoutOperation(Tensor input, Tensor output, float rate, int layer, StepSource step)
        : base(input, output)
    {
        _step = step;
        _mask = new AlignedBuffer(input.Value.Length);
        _layer = layer;
        _threshold = (uint)(rate * (double)uint.MaxValue);
        _scale = 1 / (1 - rate);
    }

    public override void Forward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            var random = new RandomStream(_step.Seed, ((long)_layer << 32) | (uint)sample, _step.Number);
            nint from = (nint)sample * Input.SampleStride;
            float* mask = _mask.Pointer + from;
            int length = Input.RowsPerSample * Width;
            for (int i = 0; i < length; i += 2)
            {
                ulong bits = random.Next();
                mask[i] = (uint)bits < _threshold ? 0 : _scale;
                mask[i + 1] = (uint)(bits >> 32) < _threshold ? 0 : _scale;
            }

            Multiply(Input.Data + from, mask, Output.Data + (nint)sample * Output.SampleStride, length);
        }
    }

    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            nint to = (nint)sample * Input.SampleStride;
            Multiply(
                Output.Slope + (nint)sample * Output.SampleStride,
                _mask.Pointer + to,
                Input.Slope + to,
                Input.RowsPerSample * Width
            );
        }
    }

    private static void Multiply(float* source, float* mask, float* target, int length)
    {
        for (int i = 0; i < length; i += Width)
        {
            TRow.Store(TRow.Multiply(TRow.Load(source + i), TRow.Load(mask + i)), target + i);
        }
    }
}
