using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>The greatest of two by two pixels, and which it was.</summary>
internal static unsafe class PoolOfFour
{
    /// <summary>Answers the greatest.</summary>
    /// <param name="topLeft">Place 0.</param>
    /// <param name="topRight">Place 1.</param>
    /// <param name="bottomLeft">Place 2.</param>
    /// <param name="bottomRight">Place 3.</param>
    /// <param name="winner">The place; the first of equals.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow Greatest<TRow>(TRow topLeft, TRow topRight, TRow bottomLeft, TRow bottomRight, out TRow winner)
        where TRow : struct, IRow<TRow>
    {
        winner = TRow.WhereGreater(topRight, topLeft, TRow.Create(1f), TRow.Zero);
        TRow best = TRow.Max(topRight, topLeft);
        winner = TRow.WhereGreater(bottomLeft, best, TRow.Create(2f), winner);
        best = TRow.Max(bottomLeft, best);
        winner = TRow.WhereGreater(bottomRight, best, TRow.Create(3f), winner);
        return TRow.Max(bottomRight, best);
    }
}
