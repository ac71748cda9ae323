using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>What becomes of a row that leaves a tile: max(value + bias, least).</summary>
internal readonly struct TileEnding<TRow>(TRow bias, bool hasRelu)
    where TRow : struct, IRow<TRow>
{
    private readonly TRow _bias = bias;
    private readonly TRow _least = TRow.Create(hasRelu ? 0 : float.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRow Apply(TRow value) => TRow.Max(TRow.Add(value, _bias), _least);
}
