using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Where two ways part: nothing happens forward, backward their gradients add up.</summary>
internal sealed unsafe class ForkOperation<TRow>(Tensor input, Tensor body, Tensor shortcut)
    : Operation(input, body),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    public override void Forward(Worker worker, int samples) { }

    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            nint offset = (nint)sample * Input.SampleStride;
            for (int row = 0; row < Input.RowsPerSample; row++, offset += Row.Width)
            {
                TRow.Store(
                    TRow.Add(TRow.Load(Output.Slope + offset), TRow.Load(shortcut.Slope + offset)),
                    Input.Slope + offset
                );
            }
        }
    }
}

/// <summary>Where two ways meet: both get the gradient of the sum.</summary>
internal sealed unsafe class LearningSum<TRow>(Tensor left, Tensor right, Tensor output)
    : AddOperation<TRow>(left, right, output),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public void Backward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            Pass(Input, sample);
            Pass(Right, sample);
        }
    }

    private void Pass(Tensor side, int sample)
    {
        if (side.Gradient is not null)
        {
            int length = Output.RowsPerSample * Width;
            new ReadOnlySpan<float>(Output.Slope + (nint)sample * Output.SampleStride, length).CopyTo(
                new Span<float>(side.Slope + (nint)sample * side.SampleStride, length)
            );
        }
    }
}
