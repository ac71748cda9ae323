namespace Spotter.Vision.Kernels;

/// <summary>
/// How the integral image of a level lies in memory. Where windows stand two pixels apart, even and odd columns have
/// planes of their own inside each row, so that the corner of a feature is contiguous for neighbouring windows; the
/// tilted integral and the windows' variance factors follow in the same row.
/// </summary>
/// <remarks>
/// A row: [sums: even columns][sums: odd columns][tilted: even][tilted: odd][factors], or [sums][tilted][factors]
/// where the step is 1. Rows are an odd multiple of 64 bytes apart, so that the rows of a window do not compete for the
/// same sets of the cache.
/// </remarks>
internal sealed class LevelLayout
{
    // Kernels read whole vectors, four at a time: up to 4 x 16 lanes behind the last window.
    private const int Overrun = 80;
    private const int SamplesPerLine = 64 / sizeof(int);

    /// <summary>The layout that vector kernels read.</summary>
    /// <param name="step">1 or 2, pixels from window to window.</param>
    /// <param name="columns">Columns of the widest integral image.</param>
    /// <param name="hasTilted">Whether there is a tilted integral.</param>
    public LevelLayout(int step, int columns, bool hasTilted)
    {
        Step = step;
        Columns = columns;
        PlaneLength = RoundUp(((columns + step - 1) / step) + Overrun);
        TiltedOffset = step * PlaneLength;
        FactorOffset = (hasTilted ? 2 : 1) * TiltedOffset;
        Stride = FactorOffset + PlaneLength;
        Stride += Stride / SamplesPerLine % 2 == 0 ? SamplesPerLine : 0;
    }

    private LevelLayout() { }

    /// <summary>Pixels from window to window.</summary>
    public int Step { get; private init; }

    /// <summary>Columns that fit.</summary>
    public int Columns { get; private init; }

    /// <summary>Samples from the plane of even columns to that of odd ones.</summary>
    public int PlaneLength { get; private init; }

    /// <summary>Samples from a sum to the tilted sum at the same place.</summary>
    public int TiltedOffset { get; private init; }

    /// <summary>Samples from the first sum of a row to the factor of its first window.</summary>
    public int FactorOffset { get; private init; }

    /// <summary>Samples from row to row.</summary>
    public int Stride { get; private init; }

    /// <summary>From a sample of a window to the next one in memory; above 1 where windows are interleaved.</summary>
    public int Pitch { get; private init; } = 1;

    /// <summary>One plane of sums, and one of tilted sums somewhere behind it.</summary>
    public static LevelLayout Plain(int stride, int tiltedOffset) =>
        new()
        {
            Step = 1,
            Columns = stride,
            PlaneLength = stride,
            Stride = stride,
            TiltedOffset = tiltedOffset,
        };

    /// <summary>
    /// Single windows of which each sample stands beside the same sample of others; offsets are multiples of their
    /// number.
    /// </summary>
    /// <param name="window">The window's size.</param>
    /// <param name="hasTilted">Whether there is a tilted integral.</param>
    /// <param name="pitch">Windows interleaved.</param>
    public static LevelLayout Interleaved(BoxSize window, bool hasTilted, int pitch)
    {
        int columns = window.Width + 1;
        int plane = (window.Height + 1) * columns;
        return new()
        {
            Step = 2,
            Columns = columns,
            PlaneLength = (columns + 1) / 2,
            Stride = columns,
            TiltedOffset = plane,
            FactorOffset = (hasTilted ? 2 : 1) * plane * pitch,
            Pitch = pitch,
        };
    }

    /// <summary>Where a sample lies, counted from the first sample of the window.</summary>
    /// <param name="x">Column in the window.</param>
    /// <param name="y">Row in the window.</param>
    /// <param name="isTilted">Which of the integrals.</param>
    public int OffsetOf(int x, int y, bool isTilted)
    {
        int column = Step == 1 ? x : ((x & 1) * PlaneLength) + (x >> 1);
        return ((y * Stride) + column + (isTilted ? TiltedOffset : 0)) * Pitch;
    }

    private static int RoundUp(int samples) => (samples + SamplesPerLine - 1) / SamplesPerLine * SamplesPerLine;
}
