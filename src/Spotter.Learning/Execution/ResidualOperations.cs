using Spotter.Learning.Kernels;

namespace Spotter.Learning.Execution;

/// <summary>Where two ways part: nothing happens forward, backward their gradients add up.</summary>
internal sealed unsafe class ForkOperation<TRow>(Tensor input, Tensor body, Tensor shortcut) : Operation
    where TRow : struct, IRow<TRow>
{
    public override void Forward(Worker worker, in Step step)
    {
    }

    public override void Backward(Worker worker, in Step step)
    {
        if (input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            nint offset = (nint)sample * input.SampleStride;
            for (int row = 0; row < input.RowsPerSample; row++, offset += ParameterRows.Width)
            {
                TRow.Store(TRow.Add(TRow.Load(body.Slope + offset), TRow.Load(shortcut.Slope + offset)), input.Slope + offset);
            }
        }
    }
}

/// <summary>Where two ways meet: y = a + b; both get the gradient of the sum.</summary>
internal sealed unsafe class AddOperation<TRow>(Tensor left, Tensor right, Tensor output) : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* a = left.Data + (nint)sample * left.SampleStride;
            float* b = right.Data + (nint)sample * right.SampleStride;
            float* y = output.Data + (nint)sample * output.SampleStride;
            for (int row = 0; row < output.RowsPerSample; row++)
            {
                TRow.Store(TRow.Add(TRow.Load(a + row * Width), TRow.Load(b + row * Width)), y + row * Width);
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            Pass(left, sample);
            Pass(right, sample);
        }
    }

    private void Pass(Tensor side, int sample)
    {
        if (side.Gradient is not null)
        {
            int length = output.RowsPerSample * Width;
            new ReadOnlySpan<float>(output.Slope + (nint)sample * output.SampleStride, length)
                .CopyTo(new Span<float>(side.Slope + (nint)sample * side.SampleStride, length));
        }
    }
}
