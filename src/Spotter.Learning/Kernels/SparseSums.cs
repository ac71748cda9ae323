using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>
/// Sums of a few sources out of many, each times a factor: target += sum of factors[i] * source[offsets[i]].
/// </summary>
internal static unsafe class SparseSums
{
    private const int Width = Row.Width;
    private const int Together = 6;

    /// <param name="target">Rows of sixteen, one after another.</param>
    /// <param name="source">Rows of source i begin at source + offsets[i], one after another.</param>
    /// <param name="rows">Rows of sixteen.</param>
    /// <param name="offsets">Where the sources begin.</param>
    /// <param name="factors">What they are multiplied by.</param>
    /// <param name="count">How many sources.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TRow>(float* target, float* source, int rows, int* offsets, float* factors, int count)
        where TRow : struct, IRow<TRow>
    {
        for (; rows >= Together; rows -= Together)
        {
            AddSix<TRow>(target, source, offsets, factors, count);
            target += Together * Width;
            source += Together * Width;
        }

        for (; rows > 0; rows--)
        {
            TRow sum = TRow.Load(target);
            for (int i = 0; i < count; i++)
            {
                sum = TRow.MultiplyAdd(factors + i, TRow.Load(source + offsets[i]), sum);
            }

            TRow.Store(sum, target);
            target += Width;
            source += Width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSix<TRow>(float* target, float* source, int* offsets, float* factors, int count)
        where TRow : struct, IRow<TRow>
    {
        TRow c0 = TRow.Load(target);
        TRow c1 = TRow.Load(target + Width);
        TRow c2 = TRow.Load(target + 2 * Width);
        TRow c3 = TRow.Load(target + 3 * Width);
        TRow c4 = TRow.Load(target + 4 * Width);
        TRow c5 = TRow.Load(target + 5 * Width);
        for (int i = 0; i < count; i++)
        {
            float* from = source + offsets[i];
            TRow factor = TRow.Create(factors[i]);
            c0 = TRow.MultiplyAdd(factor, TRow.Load(from), c0);
            c1 = TRow.MultiplyAdd(factor, TRow.Load(from + Width), c1);
            c2 = TRow.MultiplyAdd(factor, TRow.Load(from + 2 * Width), c2);
            c3 = TRow.MultiplyAdd(factor, TRow.Load(from + 3 * Width), c3);
            c4 = TRow.MultiplyAdd(factor, TRow.Load(from + 4 * Width), c4);
            c5 = TRow.MultiplyAdd(factor, TRow.Load(from + 5 * Width), c5);
        }

        TRow.Store(c0, target);
        TRow.Store(c1, target + Width);
        TRow.Store(c2, target + 2 * Width);
        TRow.Store(c3, target + 3 * Width);
        TRow.Store(c4, target + 4 * Width);
        TRow.Store(c5, target + 5 * Width);
    }
}
