using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>One panel of sixteen columns or two side by side, as a type.</summary>
internal interface ITilePanels
{
    static abstract bool AreTwo { get; }
}

internal readonly struct OnePanel : ITilePanels
{
    public static bool AreTwo => false;
}

internal readonly struct TwoPanels : ITilePanels
{
    public static bool AreTwo => true;
}

/// <summary>How sums begin and end, as a type.</summary>
internal interface ITileEnd
{
    /// <summary>From zero, as they are.</summary>
    static abstract bool IsRaw { get; }
}

/// <summary>y = sum.</summary>
internal readonly struct RawEnd : ITileEnd
{
    public static bool IsRaw => true;
}

/// <summary>y = max(x, factor * x) with x = bias + sum: a ReLU of any slope, or none (factor 1).</summary>
internal readonly struct BiasedEnd : ITileEnd
{
    public static bool IsRaw => false;
}

/// <summary>
/// Where the factors of a row lie: lines of parts of steps, as the rows and columns of a kernel and the channels lie in
/// a picture.
/// </summary>
/// <param name="RowStride">Floats from the first factor of a row to that of the next.</param>
/// <param name="Lines">Lines of the kernel.</param>
/// <param name="LineStride">Floats from a line to the next.</param>
/// <param name="Parts">Parts of a line.</param>
/// <param name="PartStride">Floats from a part to the next.</param>
/// <param name="Steps">Factors of a part, side by side.</param>
internal readonly record struct TileSource(
    nint RowStride,
    int Lines,
    nint LineStride,
    int Parts,
    nint PartStride,
    int Steps
)
{
    /// <summary>Rows of a matrix.</summary>
    public static TileSource Matrix(nint rowStride, int steps) => new(rowStride, 1, 0, 1, 0, steps);
}

/// <summary>
/// Products of rows of a picture, read where they lie, with panels of sixteen columns. In 512 bits tiles are 12 rows x
/// 32 columns: 24 sums, two panels and a factor take 27 of 32 registers. In 256 bits they are 6 x 16 (15 of 16
/// registers), in 128 bits 4 x 16.
/// </summary>
internal static unsafe class PictureTiles
{
    private const int Width = Row.Width;

    /// <summary>Panels that one tile takes.</summary>
    public static int PanelsOf<TRow>()
        where TRow : struct, IRow<TRow> => TRow.TileHeight == 12 ? 2 : 1;

    /// <summary>
    /// The number of rows, at least <paramref name="rows"/>, that takes the least time where the rest may hold
    /// anything.
    /// </summary>
    public static int Rounded<TRow>(int rows)
        where TRow : struct, IRow<TRow>
    {
        int grain = TRow.TileHeight == 6 ? 2 : 4;
        return (rows + grain - 1) / grain * grain;
    }

    /// <summary>All columns of some rows.</summary>
    /// <param name="a">The first factor of the first row.</param>
    /// <param name="source">Where the others lie.</param>
    /// <param name="panels">Panel p begins at panels + p * panelStride, a row of sixteen a factor.</param>
    /// <param name="panelStride">Floats from a panel to the next.</param>
    /// <param name="panelCount">Panels.</param>
    /// <param name="bias">A number a column; not read by <see cref="RawEnd"/>.</param>
    /// <param name="factor">What is below zero is multiplied by it; not read by <see cref="RawEnd"/>.</param>
    /// <param name="y">Column c of row r at y + r * yStride + c.</param>
    /// <param name="yStride">Floats from a row to the next.</param>
    /// <param name="rows">Rows.</param>
    public static void Run<TRow, TEnd>(
        float* a,
        in TileSource source,
        float* panels,
        nint panelStride,
        int panelCount,
        float* bias,
        float factor,
        float* y,
        nint yStride,
        int rows
    )
        where TRow : struct, IRow<TRow>
        where TEnd : struct, ITileEnd
    {
        for (int row = 0; row < rows; )
        {
            int height = HeightFor<TRow>(rows - row);
            float* from = a + row * source.RowStride;
            float* to = y + row * yStride;
            for (int panel = 0; panel < panelCount; )
            {
                float* b = panels + panel * panelStride;
                float* ends = TEnd.IsRaw ? null : bias + panel * Width;
                if (PanelsOf<TRow>() == 2 && panel + 1 < panelCount)
                {
                    Multiply<TRow, TwoPanels, TEnd>(
                        height,
                        from,
                        source,
                        b,
                        b + panelStride,
                        ends,
                        factor,
                        to + panel * Width,
                        yStride
                    );
                    panel += 2;
                }
                else
                {
                    Multiply<TRow, OnePanel, TEnd>(
                        height,
                        from,
                        source,
                        b,
                        b,
                        ends,
                        factor,
                        to + panel * Width,
                        yStride
                    );
                    panel++;
                }
            }

            row += height;
        }
    }

    private static int HeightFor<TRow>(int left)
        where TRow : struct, IRow<TRow>
    {
        if (TRow.TileHeight == 12)
        {
            // 13 and 16 split better as 8 + 5 and 8 + 8 than as 12 + 1 and 12 + 4.
            return left is >= 12 and not 13 and not 16 ? 12
                : left >= 8 ? 8
                : left >= 4 ? 4
                : left >= 2 ? 2
                : 1;
        }

        return TRow.TileHeight == 6 && left >= 6 && left != 8 ? 6
            : left >= 4 ? 4
            : left >= 2 ? 2
            : 1;
    }

    private static void Multiply<TRow, TPanels, TEnd>(
        int height,
        float* a,
        in TileSource source,
        float* b,
        float* b2,
        float* bias,
        float factor,
        float* y,
        nint yStride
    )
        where TRow : struct, IRow<TRow>
        where TPanels : struct, ITilePanels
        where TEnd : struct, ITileEnd
    {
        switch (height)
        {
            case 12:
                Multiply<TRow, TwelveRows, TPanels, TEnd>(a, source, b, b2, bias, factor, y, yStride);
                break;
            case 8:
                Multiply<TRow, EightRows, TPanels, TEnd>(a, source, b, b2, bias, factor, y, yStride);
                break;
            case 6:
                Multiply<TRow, SixRows, TPanels, TEnd>(a, source, b, b2, bias, factor, y, yStride);
                break;
            case 4:
                Multiply<TRow, FourRows, TPanels, TEnd>(a, source, b, b2, bias, factor, y, yStride);
                break;
            case 2:
                Multiply<TRow, TwoRows, TPanels, TEnd>(a, source, b, b2, bias, factor, y, yStride);
                break;
            default:
                Multiply<TRow, OneRow, TPanels, TEnd>(a, source, b, b2, bias, factor, y, yStride);
                break;
        }
    }

    // Height and panels are constants to the compiler, which leaves out the sums that are not there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRow, THeight, TPanels, TEnd>(
        float* from,
        in TileSource source,
        float* b,
        float* b2,
        float* bias,
        float factor,
        float* y,
        nint yStride
    )
        where TRow : struct, IRow<TRow>
        where THeight : struct, ITileHeight
        where TPanels : struct, ITilePanels
        where TEnd : struct, ITileEnd
    {
        nint rowStride = source.RowStride;
        TRow c0 = TEnd.IsRaw ? TRow.Zero : TRow.Load(bias);
        TRow c1 = c0;
        TRow c2 = c0;
        TRow c3 = c0;
        TRow c4 = c0;
        TRow c5 = c0;
        TRow c6 = c0;
        TRow c7 = c0;
        TRow c8 = c0;
        TRow c9 = c0;
        TRow c10 = c0;
        TRow c11 = c0;
        TRow d0 = !TEnd.IsRaw && TPanels.AreTwo ? TRow.Load(bias + Width) : TRow.Zero;
        TRow d1 = d0;
        TRow d2 = d0;
        TRow d3 = d0;
        TRow d4 = d0;
        TRow d5 = d0;
        TRow d6 = d0;
        TRow d7 = d0;
        TRow d8 = d0;
        TRow d9 = d0;
        TRow d10 = d0;
        TRow d11 = d0;
        for (int line = 0; line < source.Lines; line++)
        {
            for (int part = 0; part < source.Parts; part++)
            {
                float* a = from + line * source.LineStride + part * source.PartStride;
                float* a3 = a + 3 * rowStride;
                float* a6 = a + 6 * rowStride;
                float* a9 = a + 9 * rowStride;
                for (int step = source.Steps; step > 0; step--)
                {
                    TRow p = TRow.Load(b);
                    TRow q = TPanels.AreTwo ? TRow.Load(b2) : p;
                    b += Width;
                    b2 += Width;
                    Add<TRow, TPanels>(a, p, q, ref c0, ref d0);
                    if (THeight.Rows > 1)
                    {
                        Add<TRow, TPanels>(a + rowStride, p, q, ref c1, ref d1);
                    }

                    if (THeight.Rows > 2)
                    {
                        Add<TRow, TPanels>(a + 2 * rowStride, p, q, ref c2, ref d2);
                        Add<TRow, TPanels>(a3, p, q, ref c3, ref d3);
                    }

                    if (THeight.Rows > 4)
                    {
                        Add<TRow, TPanels>(a3 + rowStride, p, q, ref c4, ref d4);
                        Add<TRow, TPanels>(a3 + 2 * rowStride, p, q, ref c5, ref d5);
                    }

                    if (THeight.Rows > 6)
                    {
                        Add<TRow, TPanels>(a6, p, q, ref c6, ref d6);
                        Add<TRow, TPanels>(a6 + rowStride, p, q, ref c7, ref d7);
                    }

                    if (THeight.Rows > 8)
                    {
                        Add<TRow, TPanels>(a6 + 2 * rowStride, p, q, ref c8, ref d8);
                        Add<TRow, TPanels>(a9, p, q, ref c9, ref d9);
                        Add<TRow, TPanels>(a9 + rowStride, p, q, ref c10, ref d10);
                        Add<TRow, TPanels>(a9 + 2 * rowStride, p, q, ref c11, ref d11);
                    }

                    a++;
                    a3++;
                    a6++;
                    a9++;
                }
            }
        }

        TRow below = TEnd.IsRaw ? TRow.Zero : TRow.Create(factor);
        End<TRow, TPanels, TEnd>(c0, d0, below, y);
        if (THeight.Rows > 1)
        {
            End<TRow, TPanels, TEnd>(c1, d1, below, y + yStride);
        }

        if (THeight.Rows > 2)
        {
            End<TRow, TPanels, TEnd>(c2, d2, below, y + 2 * yStride);
            End<TRow, TPanels, TEnd>(c3, d3, below, y + 3 * yStride);
        }

        if (THeight.Rows > 4)
        {
            End<TRow, TPanels, TEnd>(c4, d4, below, y + 4 * yStride);
            End<TRow, TPanels, TEnd>(c5, d5, below, y + 5 * yStride);
        }

        if (THeight.Rows > 6)
        {
            End<TRow, TPanels, TEnd>(c6, d6, below, y + 6 * yStride);
            End<TRow, TPanels, TEnd>(c7, d7, below, y + 7 * yStride);
        }

        if (THeight.Rows > 8)
        {
            End<TRow, TPanels, TEnd>(c8, d8, below, y + 8 * yStride);
            End<TRow, TPanels, TEnd>(c9, d9, below, y + 9 * yStride);
            End<TRow, TPanels, TEnd>(c10, d10, below, y + 10 * yStride);
            End<TRow, TPanels, TEnd>(c11, d11, below, y + 11 * yStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRow, TPanels>(float* a, TRow p, TRow q, ref TRow c, ref TRow d)
        where TRow : struct, IRow<TRow>
        where TPanels : struct, ITilePanels
    {
        if (TPanels.AreTwo)
        {
            TRow factor = TRow.Create(*a);
            c = TRow.MultiplyAdd(factor, p, c);
            d = TRow.MultiplyAdd(factor, q, d);
        }
        else
        {
            c = TRow.MultiplyAdd(a, p, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End<TRow, TPanels, TEnd>(TRow c, TRow d, TRow below, float* y)
        where TRow : struct, IRow<TRow>
        where TPanels : struct, ITilePanels
        where TEnd : struct, ITileEnd
    {
        TRow.Store(TEnd.IsRaw ? c : TRow.Max(c, TRow.Multiply(c, below)), y);
        if (TPanels.AreTwo)
        {
            TRow.Store(TEnd.IsRaw ? d : TRow.Max(d, TRow.Multiply(d, below)), y + Width);
        }
    }
}
