using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>
/// Kingma and Ba, 2015, with both bias corrections folded into two numbers a step:
/// w -= rate * m / (sqrt(v) + epsilon), rate = lr sqrt(1 - b2^t) / (1 - b1^t), epsilon scaled by sqrt(1 - b2^t).
/// The shares of the new gradient are given by themselves: 1 - 0.999f is 5e-5 off 0.001.
/// Weight decay is decoupled (Loshchilov and Hutter, 2019): w is first multiplied by 1 - lr * decay.
/// </summary>
internal readonly unsafe struct AdamUpdate<TRow>(
    float takeFirst,
    float keepSecond,
    float takeSecond,
    float rate,
    float epsilon,
    float keepWeight
) : IUpdate<TRow>
    where TRow : struct, IRow<TRow>
{
    private readonly float _takeFirst = takeFirst;
    private readonly float _keepSecond = keepSecond;
    private readonly float _takeSecond = takeSecond;
    private readonly float _rate = rate;
    private readonly float _epsilon = epsilon;
    private readonly float _keepWeight = keepWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* value, float* first, float* second, TRow gradient)
    {
        TRow m = TRow.Load(first);
        m = RowMath.FlushTiny(TRow.MultiplyAdd(TRow.Subtract(gradient, m), TRow.Create(_takeFirst), m));
        TRow.Store(m, first);
        TRow v = TRow.Multiply(TRow.Load(second), TRow.Create(_keepSecond));
        v = TRow.MultiplyAdd(TRow.Multiply(gradient, gradient), TRow.Create(_takeSecond), v);
        TRow.Store(v, second);

        // The floor keeps the reciprocal root finite for weights that never had a gradient; its root is far below
        // epsilon.
        TRow floored = TRow.Max(v, TRow.Create(1e-30f));
        TRow divisor = TRow.MultiplyAdd(floored, TRow.ReciprocalSqrt(floored), TRow.Create(_epsilon));
        TRow step = TRow.Multiply(TRow.Multiply(m, TRow.Create(-_rate)), TRow.Reciprocal(divisor));
        TRow.Store(TRow.MultiplyAdd(TRow.Load(value), TRow.Create(_keepWeight), step), value);
    }
}

/// <summary>
/// Momentum: m = momentum * m + g; w -= lr * m, or with Nesterov's look-ahead w -= lr * (g + momentum * m).
/// </summary>
internal readonly unsafe struct MomentumUpdate<TRow>(float rate, float momentum, bool nesterov, float keepWeight)
    : IUpdate<TRow>
    where TRow : struct, IRow<TRow>
{
    private readonly float _rate = rate;
    private readonly float _momentum = momentum;
    private readonly float _gradientShare = nesterov ? 1f : 0f;
    private readonly float _memoryShare = nesterov ? momentum : 1f;
    private readonly float _keepWeight = keepWeight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* value, float* first, float* second, TRow gradient)
    {
        TRow m = RowMath.FlushTiny(TRow.MultiplyAdd(TRow.Load(first), TRow.Create(_momentum), gradient));
        TRow.Store(m, first);
        TRow direction = TRow.MultiplyAdd(
            gradient,
            TRow.Create(_gradientShare),
            TRow.Multiply(m, TRow.Create(_memoryShare))
        );
        TRow kept = TRow.Multiply(TRow.Load(value), TRow.Create(_keepWeight));
        TRow.Store(TRow.MultiplyAdd(direction, TRow.Create(-_rate), kept), value);
    }
}

/// <summary>
/// Leaves the weights alone and keeps the gradient in the first memory: what gradient checks look at.
/// </summary>
internal readonly unsafe struct RecordGradient<TRow> : IUpdate<TRow>
    where TRow : struct, IRow<TRow>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* value, float* first, float* second, TRow gradient) => TRow.Store(gradient, first);
}
