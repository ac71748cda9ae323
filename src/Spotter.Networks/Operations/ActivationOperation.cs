using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>An activation as a step of its own, value by value.</summary>
internal unsafe class ActivationOperation<TRow>(Tensor input, Tensor output, ActivationKind function, float slope)
    : Operation(input, output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    protected ActivationKind Function => function;

    protected float LeakySlope => slope;

    public override void Forward(Worker worker, int samples)
    {
        foreach ((int sample, int first, int end) in worker.Rows(samples, Input.RowsPerSample))
        {
            float* x = Input.Data + (nint)sample * Input.SampleStride;
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            for (int row = first; row < end; row++)
            {
                TRow.Store(Value(TRow.Load(x + row * Width)), y + row * Width);
            }
        }
    }

    private TRow Value(TRow x) =>
        function switch
        {
            ActivationKind.ReLU => TRow.Max(x, TRow.Zero),
            ActivationKind.LeakyReLU => TRow.WhereGreater(x, TRow.Zero, x, TRow.Multiply(x, TRow.Create(slope))),
            ActivationKind.GELU => TRow.Multiply(x, RowMath.NormalCumulative(x)),
            ActivationKind.Sigmoid => RowMath.Sigmoid(x),
            ActivationKind.Tanh => RowMath.Tanh(x),
            _ => x,
        };
}
