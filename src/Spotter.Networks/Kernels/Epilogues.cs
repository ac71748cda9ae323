using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>destination[row] = value.</summary>
internal unsafe struct StoreEpilogue<TRow>(float* destination, nint stride) : IEpilogue<TRow>
    where TRow : struct, IRow<TRow>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply(int row, TRow value) => TRow.Store(value, destination + row * stride);
}

/// <summary>destination[row] = value + bias.</summary>
internal unsafe struct BiasEpilogue<TRow>(float* destination, nint stride, float* bias) : IEpilogue<TRow>
    where TRow : struct, IRow<TRow>
{
    private readonly TRow _bias = TRow.Load(bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply(int row, TRow value) => TRow.Store(TRow.Add(value, _bias), destination + row * stride);
}

/// <summary>destination[row] = max(value + bias, 0).</summary>
internal unsafe struct BiasReluEpilogue<TRow>(float* destination, nint stride, float* bias) : IEpilogue<TRow>
    where TRow : struct, IRow<TRow>
{
    private readonly TRow _bias = TRow.Load(bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply(int row, TRow value) =>
        TRow.Store(TRow.Max(TRow.Add(value, _bias), TRow.Zero), destination + row * stride);
}
