// What a row of a level needs before windows can be judged: integral sums, tilted sums, sums of squares, factors.

using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

internal static unsafe class RowKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>A row of the integral image out of the row above and the pixels between.</summary>
    /// <param name="layout">Where columns lie.</param>
    /// <param name="pixels">A row of pixels, readable up to two vectors behind its end.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="above">The row of sums above.</param>
    /// <param name="target">Receives width + 1 sums, the first one 0.</param>
    /// <param name="shorts">Receives their lower halves; null where nobody asks for them.</param>
    public static void Integral(LevelLayout layout, byte* pixels, int width, int* above, int* target, short* shorts)
    {
        TInt carry = TLanes.Zero;
        target[0] = 0;
        if (shorts != null)
        {
            shorts[0] = 0;
        }

        if (layout.Step == 1)
        {
            for (int x = 0; x < width; x += TLanes.Count)
            {
                TInt sums = TLanes.PrefixSum(TLanes.LoadBytes(pixels + x), ref carry);
                StoreSums(TLanes.Add(sums, TLanes.Load(above + x + 1)), target, shorts, x + 1);
            }

            return;
        }

        // Pixel x belongs to column x + 1: pixels at even places are summed in odd columns and the reverse. Pairs of
        // pixels are summed; a sum that ends between the two is the pair's without the second.
        for (int x = 0; x < width; x += 2 * TLanes.Count)
        {
            TInt sums = TLanes.PrefixSum(TLanes.LoadPairs(pixels + x, out TInt seconds), ref carry);
            int even = (x >> 1) + 1;
            int odd = layout.PlaneLength + (x >> 1);
            StoreSums(TLanes.Add(sums, TLanes.Load(above + even)), target, shorts, even);
            StoreSums(TLanes.Add(TLanes.Subtract(sums, seconds), TLanes.Load(above + odd)), target, shorts, odd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums(TInt sums, int* target, short* shorts, int place)
    {
        TLanes.Store(sums, target + place);
        if (shorts != null)
        {
            TLanes.StoreShort(sums, shorts + place);
        }
    }

    /// <summary>A row of the tilted integral: see <see cref="Scalar.ScalarIntegral.ComputeTilted"/>.</summary>
    /// <param name="layout">Where columns lie.</param>
    /// <param name="pixels">The row of pixels above the row of sums.</param>
    /// <param name="pixelsAbove">The row above that one, or null for the first.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="lines">The row of sums, the row above and the one above that, each column by column.</param>
    /// <param name="target">Receives the row of sums in the layout.</param>
    /// <param name="shorts">Receives their lower halves; null where nobody asks for them.</param>
    public static void Tilted(
        LevelLayout layout,
        byte* pixels,
        byte* pixelsAbove,
        int width,
        in TiltedLines lines,
        int* target,
        short* shorts
    )
    {
        int* here = lines.Here;
        int* above = lines.Above;
        int* twoAbove = lines.TwoAbove;
        if (pixelsAbove == null)
        {
            here[0] = 0;
            for (int x = 1; x <= width; x++)
            {
                here[x] = pixels[x - 1];
            }
        }
        else
        {
            above[width + 1] = twoAbove[width];
            for (int x = 1; x <= width; x += TLanes.Count)
            {
                TInt sides = TLanes.Add(TLanes.Load(above + x - 1), TLanes.Load(above + x + 1));
                TInt column = TLanes.Add(TLanes.LoadBytes(pixels + x - 1), TLanes.LoadBytes(pixelsAbove + x - 1));
                TLanes.Store(TLanes.Add(TLanes.Subtract(sides, TLanes.Load(twoAbove + x)), column), here + x);
            }

            here[0] = above[1];
        }

        if (layout.Step == 1)
        {
            for (int x = 0; x <= width; x += TLanes.Count)
            {
                StoreSums(TLanes.Load(here + x), target, shorts, x);
            }

            return;
        }

        for (int x = 0; x <= width; x += 2 * TLanes.Count)
        {
            StoreSums(TLanes.LoadEven(here + x), target, shorts, x >> 1);
            StoreSums(TLanes.LoadEven(here + x + 1), target, shorts, layout.PlaneLength + (x >> 1));
        }
    }

    /// <summary>
    /// Adds the squares of a row of pixels to the columns' sums, and takes those of another row away.
    /// </summary>
    /// <param name="columns">A sum a column, or a pair of columns, modulo 2^32.</param>
    /// <param name="added">The row that enters, from the first column on.</param>
    /// <param name="removed">The row that leaves, likewise, or null.</param>
    /// <param name="count">Columns, or pairs of them.</param>
    public static void SlideSquares<TColumns>(int* columns, byte* added, byte* removed, int count)
        where TColumns : struct, IColumns
    {
        for (int i = 0; i < count; i += TLanes.Count)
        {
            TInt sum = TLanes.Add(TLanes.Load(columns + i), TColumns.Squares(added, i));
            if (removed != null)
            {
                sum = TLanes.Subtract(sum, TColumns.Squares(removed, i));
            }

            TLanes.Store(sum, columns + i);
        }
    }

    /// <summary>Running sums of columns, or of pairs of them; the first one is 0.</summary>
    public static void RunningSums(int* columns, int* sums, int count)
    {
        TInt carry = TLanes.Zero;
        sums[0] = 0;
        for (int x = 0; x < count; x += TLanes.Count)
        {
            TLanes.Store(TLanes.PrefixSum(TLanes.Load(columns + x), ref carry), sums + x + 1);
        }
    }

    /// <summary>The variance factors of a row of windows, and a bit for each window that has contrast enough.</summary>
    /// <param name="geometry">Where a window's inner corners lie and what its area asks for.</param>
    /// <param name="row">The first sample of the first window.</param>
    /// <param name="squares">Running sums of squares over the windows' inner rows, by column or by pair of
    /// columns.</param>
    /// <param name="windows">Windows a row.</param>
    /// <param name="passing">A bit a window, in words of 64; the rest of the last word is 0.</param>
    public static void Factors(in FactorGeometry geometry, int* row, int* squares, int windows, ulong* passing)
    {
        float* factors = (float*)(row + geometry.FactorOffset);
        for (int word = 0; word * 64 < windows; word++)
        {
            ulong bits = 0;
            int last = Math.Min(64, windows - (word * 64));
            for (int k = 0; k < last; k += TLanes.Count)
            {
                int* window = row + (word * 64) + k;
                TInt sums = TLanes.Subtract(
                    TLanes.Subtract(TLanes.Load(window + geometry.TopLeft), TLanes.Load(window + geometry.TopRight)),
                    TLanes.Subtract(
                        TLanes.Load(window + geometry.BottomLeft),
                        TLanes.Load(window + geometry.BottomRight)
                    )
                );
                int* left = squares + geometry.FirstSquare + (((word * 64) + k) * geometry.SquareStep);
                TInt square =
                    geometry.SquareStep == 1
                        ? TLanes.Subtract(TLanes.Load(left + geometry.SquaresAcross), TLanes.Load(left))
                        : TLanes.Subtract(TLanes.LoadEven(left + geometry.SquaresAcross), TLanes.LoadEven(left));
                TFloat factor = TLanes.VarianceFactors(
                    sums,
                    square,
                    geometry.Area,
                    geometry.SmallestPassing,
                    out uint pass
                );
                TLanes.StoreFloat(factor, factors + (word * 64) + k);
                bits |= (ulong)pass << k;
            }

            passing[word] = last == 64 ? bits : bits & ((1UL << last) - 1);
        }
    }

    /// <summary>What one sum of squares is about.</summary>
    public interface IColumns
    {
        /// <summary>The squares of a vector of columns, or of pairs of them.</summary>
        /// <param name="row">The first pixel.</param>
        /// <param name="first">The first column, or pair.</param>
        static abstract TInt Squares(byte* row, int first);
    }

    /// <summary>A sum a column.</summary>
    public readonly struct SingleColumns : IColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TInt Squares(byte* row, int first) => TLanes.Square(TLanes.LoadBytes(row + first));
    }

    /// <summary>A sum a pair of neighbouring columns.</summary>
    public readonly struct ColumnPairs : IColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TInt Squares(byte* row, int first) => TLanes.SquarePairs(row + (2 * first));
    }
}

/// <summary>
/// Three rows of tilted sums in plain order; each needs a sample to the left of it and a vector behind it.
/// </summary>
internal unsafe struct TiltedLines
{
    public int* Here;
    public int* Above;
    public int* TwoAbove;

    /// <summary>Makes room for the next row, dropping the oldest.</summary>
    public void Rotate()
    {
        int* oldest = TwoAbove;
        TwoAbove = Above;
        Above = Here;
        Here = oldest;
    }
}

/// <summary>
/// What <see cref="RowKernels{TLanes, TInt, TFloat}.Factors"/> needs to know of a cascade and a layout.
/// </summary>
internal readonly struct FactorGeometry
{
    public FactorGeometry(BoxSize window, VarianceGate gate, LevelLayout layout)
    {
        FactorOffset = layout.FactorOffset;
        InPairs = layout.Step == 2 && window.Width % 2 == 0;
        SquareStep = InPairs ? 1 : layout.Step;
        SquaresAcross = InPairs ? (window.Width - 2) / 2 : window.Width - 2;
        TopLeft = layout.OffsetOf(1, 1, isTilted: false);
        TopRight = layout.OffsetOf(window.Width - 1, 1, isTilted: false);
        BottomLeft = layout.OffsetOf(1, window.Height - 1, isTilted: false);
        BottomRight = layout.OffsetOf(window.Width - 1, window.Height - 1, isTilted: false);
        Area = gate.Area;
        SmallestPassing = gate.SmallestPassing();
    }

    public int FactorOffset { get; }

    /// <summary>
    /// Whether columns are summed two by two: the inner part of every window begins at an odd column, and ends with a
    /// pair.
    /// </summary>
    public bool InPairs { get; }

    /// <summary>Columns or pairs in the inner part of a window.</summary>
    public int SquaresAcross { get; }

    /// <summary>The first column or pair of the first window's inner part.</summary>
    public int FirstSquare => InPairs ? 0 : 1;

    /// <summary>Columns or pairs from window to window.</summary>
    public int SquareStep { get; }

    public int TopLeft { get; }

    public int TopRight { get; }

    public int BottomLeft { get; }

    public int BottomRight { get; }

    public double Area { get; }

    public double SmallestPassing { get; }
}
