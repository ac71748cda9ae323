using Spotter.Learning.Kernels;

namespace Spotter.Learning.Execution;

/// <summary>
/// Drops values at random. What is dropped depends on the seed, the step, the layer and the place of the value, not on
/// the number of workers.
/// </summary>
internal sealed unsafe class DropoutOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly AlignedBuffer _mask;
    private readonly int _layer;
    private readonly uint _threshold;
    private readonly float _scale;

    public DropoutOperation(Tensor input, Tensor output, float rate, int layer)
    {
        _input = input;
        _output = output;
        _mask = new AlignedBuffer(input.Value.Length);
        _layer = layer;
        _threshold = (uint)(rate * (double)uint.MaxValue);
        _scale = 1 / (1 - rate);
    }

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            var random = new RandomStream(step.Seed, ((long)_layer << 32) | (uint)sample, step.Number);
            nint from = (nint)sample * _input.SampleStride;
            float* mask = _mask.Pointer + from;
            int length = _input.RowsPerSample * Width;
            for (int i = 0; i < length; i += 2)
            {
                ulong bits = random.Next();
                mask[i] = (uint)bits < _threshold ? 0 : _scale;
                mask[i + 1] = (uint)(bits >> 32) < _threshold ? 0 : _scale;
            }

            Multiply(_input.Data + from, mask, _output.Data + (nint)sample * _output.SampleStride, length);
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        if (_input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            nint to = (nint)sample * _input.SampleStride;
            Multiply(_output.Slope + (nint)sample * _output.SampleStride, _mask.Pointer + to, _input.Slope + to, _input.RowsPerSample * Width);
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
