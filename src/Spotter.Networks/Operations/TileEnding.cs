using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>What becomes of a row that leaves a tile: max(x, factor * x) with x = value + bias.</summary>
/// <param name="bias">What is added.</param>
/// <param name="factor">0 for ReLU, 1 for none, between for a leaky one.</param>
internal readonly struct TileEnding<TRow>(TRow bias, float factor)
    where TRow : struct, IRow<TRow>
{
    private readonly TRow _bias = bias;
    private readonly TRow _factor = TRow.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRow Apply(TRow value)
    {
        TRow x = TRow.Add(value, _bias);
        return TRow.Max(x, TRow.Multiply(x, _factor));
    }
}
