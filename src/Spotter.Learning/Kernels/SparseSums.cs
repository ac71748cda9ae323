using System.Runtime.CompilerServices;

namespace Spotter.Learning.Kernels;

/// <summary>Sums of a few rows out of many, each times a factor: target += sum of factors[i] * source[offsets[i]].</summary>
internal static unsafe class SparseSums
{
    private const int Together = 6;

    /// <param name="target">Row j of the target at target + j * targetStride.</param>
    /// <param name="targetStride">Floats from a row of the target to the next.</param>
    /// <param name="source">Row j of source i at source + offsets[i] + j * sourceStride.</param>
    /// <param name="sourceStride">Floats from a row of a source to the next.</param>
    /// <param name="rows">Rows of sixteen.</param>
    /// <param name="offsets">Where the sources begin.</param>
    /// <param name="factors">What they are multiplied by.</param>
    /// <param name="count">How many sources.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TRow>(
        float* target, nint targetStride, float* source, nint sourceStride, int rows, int* offsets, float* factors, int count)
        where TRow : struct, IRow<TRow>
    {
        int row = 0;
        for (; row + Together <= rows; row += Together)
        {
            AddSix<TRow>(target + row * targetStride, targetStride, source + row * sourceStride, sourceStride, offsets, factors, count);
        }

        for (; row < rows; row++)
        {
            float* place = target + row * targetStride;
            TRow sum = TRow.Load(place);
            for (int i = 0; i < count; i++)
            {
                sum = TRow.MultiplyAdd(factors + i, TRow.Load(source + row * sourceStride + offsets[i]), sum);
            }

            TRow.Store(sum, place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSix<TRow>(
        float* target, nint targetStride, float* source, nint sourceStride, int* offsets, float* factors, int count)
        where TRow : struct, IRow<TRow>
    {
        float* target3 = target + 3 * targetStride;
        TRow c0 = TRow.Load(target);
        TRow c1 = TRow.Load(target + targetStride);
        TRow c2 = TRow.Load(target + 2 * targetStride);
        TRow c3 = TRow.Load(target3);
        TRow c4 = TRow.Load(target3 + targetStride);
        TRow c5 = TRow.Load(target3 + 2 * targetStride);
        for (int i = 0; i < count; i++)
        {
            float* from = source + offsets[i];
            float* from3 = from + 3 * sourceStride;
            c0 = TRow.MultiplyAdd(factors + i, TRow.Load(from), c0);
            c1 = TRow.MultiplyAdd(factors + i, TRow.Load(from + sourceStride), c1);
            c2 = TRow.MultiplyAdd(factors + i, TRow.Load(from + 2 * sourceStride), c2);
            c3 = TRow.MultiplyAdd(factors + i, TRow.Load(from3), c3);
            c4 = TRow.MultiplyAdd(factors + i, TRow.Load(from3 + sourceStride), c4);
            c5 = TRow.MultiplyAdd(factors + i, TRow.Load(from3 + 2 * sourceStride), c5);
        }

        TRow.Store(c0, target);
        TRow.Store(c1, target + targetStride);
        TRow.Store(c2, target + 2 * targetStride);
        TRow.Store(c3, target3);
        TRow.Store(c4, target3 + targetStride);
        TRow.Store(c5, target3 + 2 * targetStride);
    }
}
