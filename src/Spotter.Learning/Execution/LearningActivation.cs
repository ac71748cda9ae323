using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>dx = f'(x) dy.</summary>
internal sealed unsafe class LearningActivation<TRow>(Tensor input, Tensor output, ActivationKind function, float slope)
    : ActivationOperation<TRow>(input, output, function, slope),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            nint from = (nint)sample * Input.SampleStride;
            nint to = (nint)sample * Output.SampleStride;
            for (int offset = 0; offset < Input.RowsPerSample * Width; offset += Width)
            {
                TRow derivative = Derivative(
                    TRow.Load(Input.Data + from + offset),
                    TRow.Load(Output.Data + to + offset)
                );
                TRow.Store(
                    TRow.Multiply(derivative, TRow.Load(Output.Slope + to + offset)),
                    Input.Slope + from + offset
                );
            }
        }
    }

    private TRow Derivative(TRow x, TRow y)
    {
        TRow one = TRow.Create(1f);
        return Function switch
        {
            ActivationKind.ReLU => TRow.WherePositive(x, one),
            ActivationKind.LeakyReLU => TRow.WhereGreater(x, TRow.Zero, one, TRow.Create(LeakySlope)),
            ActivationKind.GELU => TRow.MultiplyAdd(x, NormalDensity(x), RowMath.NormalCumulative(x)),
            ActivationKind.Sigmoid => TRow.Multiply(y, TRow.Subtract(one, y)),
            ActivationKind.Tanh => TRow.Subtract(one, TRow.Multiply(y, y)),
            _ => one,
        };
    }

    private static TRow NormalDensity(TRow x) =>
        TRow.Multiply(TRow.Create(0.39894228f), RowMath.Exp(TRow.Multiply(TRow.Multiply(x, x), TRow.Create(-0.5f))));
}
