using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>Where two ways meet: y = a + b.</summary>
internal unsafe class AddOperation<TRow>(Tensor left, Tensor right, Tensor output) : Operation(left, output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    protected Tensor Right => right;

    public override void Forward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* a = Input.Data + (nint)sample * Input.SampleStride;
            float* b = right.Data + (nint)sample * right.SampleStride;
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            for (int row = 0; row < Output.RowsPerSample; row++)
            {
                TRow.Store(TRow.Add(TRow.Load(a + row * Width), TRow.Load(b + row * Width)), y + row * Width);
            }
        }
    }
}
