using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>destination[row] += value.</summary>
internal unsafe struct AddEpilogue<TRow>(float* destination, nint stride) : IEpilogue<TRow>
    where TRow : struct, IRow<TRow>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply(int row, TRow value)
    {
        float* target = destination + row * stride;
        TRow.Store(TRow.Add(TRow.Load(target), value), target);
    }
}

/// <summary>
/// The finished row is a gradient: the optimizer moves row <c>row</c> of the parameter, and the gradient never reaches
/// memory.
/// </summary>
internal unsafe struct UpdateEpilogue<TRow, TUpdate>(ParameterRows rows, TUpdate update) : IEpilogue<TRow>
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply(int row, TRow value)
    {
        nint offset = (nint)row * Row.Width;
        update.Apply(rows.Value + offset, rows.First + offset, rows.Second + offset, value);
    }
}
