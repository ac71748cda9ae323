using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>Where ways meet: y = a + b + ... Workers own rows of sixteen.</summary>
internal unsafe class AddOperation<TRow>(IReadOnlyList<Tensor> inputs, Tensor output) : Operation(inputs[0], output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    protected IReadOnlyList<Tensor> Inputs => inputs;

    public override void Forward(Worker worker, int samples)
    {
        foreach ((int sample, int first, int end) in worker.Rows(samples, Output.RowsPerSample))
        {
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            Add(RowsOf(inputs[0], sample), RowsOf(inputs[1], sample), y, first, end);
            for (int i = 2; i < inputs.Count; i++)
            {
                Add(y, RowsOf(inputs[i], sample), y, first, end);
            }
        }
    }

    private static float* RowsOf(Tensor tensor, int sample) => tensor.Data + (nint)sample * tensor.SampleStride;

    private static void Add(float* a, float* b, float* y, int first, int end)
    {
        for (nint offset = (nint)first * Width; offset < (nint)end * Width; offset += Width)
        {
            TRow.Store(TRow.Add(TRow.Load(a + offset), TRow.Load(b + offset)), y + offset);
        }
    }
}
