using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>Passes over sixteen columns of a matrix, and over flat rows.</summary>
internal static unsafe class Columns
{
    /// <summary>The sum of the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TRow Sum<TRow>(float* source, nint stride, int rows)
        where TRow : struct, IRow<TRow>
    {
        TRow even = TRow.Zero;
        TRow odd = TRow.Zero;
        int row = 0;
        for (; row + 2 <= rows; row += 2)
        {
            even = TRow.Add(even, TRow.Load(source));
            odd = TRow.Add(odd, TRow.Load(source + stride));
            source += 2 * stride;
        }

        return row < rows ? TRow.Add(TRow.Add(even, odd), TRow.Load(source)) : TRow.Add(even, odd);
    }

    /// <summary>gradient = 0 where value is not above zero: the way back through a ReLU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaskByPositive<TRow>(float* value, float* gradient, nint stride, int rows)
        where TRow : struct, IRow<TRow>
    {
        for (; rows > 0; rows--)
        {
            TRow.Store(TRow.WherePositive(TRow.Load(value), TRow.Load(gradient)), gradient);
            value += stride;
            gradient += stride;
        }
    }

    /// <summary>target += source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TRow>(float* source, float* target, int rows)
        where TRow : struct, IRow<TRow>
    {
        for (; rows > 0; rows--)
        {
            TRow.Store(TRow.Add(TRow.Load(target), TRow.Load(source)), target);
            source += Row.Width;
            target += Row.Width;
        }
    }
}
