using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>An activation as a step of its own, value by value.</summary>
internal sealed unsafe class ActivationOperation<TRow>(Tensor input, Tensor output, ActivationKind function, float slope) : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = input.Data + (nint)sample * input.SampleStride;
            float* y = output.Data + (nint)sample * output.SampleStride;
            for (int row = 0; row < input.RowsPerSample; row++)
            {
                TRow.Store(Value(TRow.Load(x + row * Width)), y + row * Width);
            }
        }
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
            nint from = (nint)sample * input.SampleStride;
            nint to = (nint)sample * output.SampleStride;
            for (int offset = 0; offset < input.RowsPerSample * Width; offset += Width)
            {
                TRow derivative = Derivative(TRow.Load(input.Data + from + offset), TRow.Load(output.Data + to + offset));
                TRow.Store(TRow.Multiply(derivative, TRow.Load(output.Slope + to + offset)), input.Slope + from + offset);
            }
        }
    }

    private TRow Value(TRow x) => function switch
    {
        ActivationKind.ReLU => TRow.Max(x, TRow.Zero),
        ActivationKind.LeakyReLU => TRow.WhereGreater(x, TRow.Zero, x, TRow.Multiply(x, TRow.Create(slope))),
        ActivationKind.GELU => TRow.Multiply(x, RowMath.NormalCumulative(x)),
        ActivationKind.Sigmoid => RowMath.Sigmoid(x),
        ActivationKind.Tanh => RowMath.Tanh(x),
        _ => x,
    };

    private TRow Derivative(TRow x, TRow y)
    {
        TRow one = TRow.Create(1f);
        return function switch
        {
            ActivationKind.ReLU => TRow.WherePositive(x, one),
            ActivationKind.LeakyReLU => TRow.WhereGreater(x, TRow.Zero, one, TRow.Create(slope)),
            ActivationKind.GELU => TRow.MultiplyAdd(x, NormalDensity(x), RowMath.NormalCumulative(x)),
            ActivationKind.Sigmoid => TRow.Multiply(y, TRow.Subtract(one, y)),
            ActivationKind.Tanh => TRow.Subtract(one, TRow.Multiply(y, y)),
            _ => one,
        };
    }

    private static TRow NormalDensity(TRow x) =>
        TRow.Multiply(TRow.Create(0.39894228f), RowMath.Exp(TRow.Multiply(TRow.Multiply(x, x), TRow.Create(-0.5f))));
}
