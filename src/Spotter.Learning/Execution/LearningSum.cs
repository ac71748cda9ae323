using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Where ways part: nothing happens forward, backward their gradients add up.</summary>
internal sealed unsafe class ForkOperation<TRow>(Tensor input, Tensor[] branches)
    : Operation(input, branches[0]),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    public override void Forward(Worker worker, int samples) { }

    public void Backward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            nint offset = (nint)sample * Input.SampleStride;
            for (int row = 0; row < Input.RowsPerSample; row++, offset += Row.Width)
            {
                TRow sum = TRow.Load(branches[0].Slope + offset);
                for (int i = 1; i < branches.Length; i++)
                {
                    sum = TRow.Add(sum, TRow.Load(branches[i].Slope + offset));
                }

                TRow.Store(sum, Input.Slope + offset);
            }
        }
    }
}

/// <summary>Where ways meet: all get the gradient of the sum.</summary>
internal sealed unsafe class LearningSum<TRow>(IReadOnlyList<Tensor> inputs, Tensor output)
    : AddOperation<TRow>(inputs, output),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    public void Backward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        int length = Output.RowsPerSample * Row.Width;
        for (int sample = start; sample < end; sample++)
        {
            var slope = new ReadOnlySpan<float>(Output.Slope + (nint)sample * Output.SampleStride, length);
            foreach (Tensor side in Inputs)
            {
                if (side.Gradient is not null)
                {
                    slope.CopyTo(new Span<float>(side.Slope + (nint)sample * side.SampleStride, length));
                }
            }
        }
    }
}
