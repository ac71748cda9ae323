using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// All that a cascade reads of one window, in one piece: its sums row by row, even columns before odd ones, its tilted
/// sums likewise, its variance factor.
/// </summary>
internal sealed unsafe class WindowPatch<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _evenColumns;
    private readonly int _planes;

    public WindowPatch(CascadeModel model)
    {
        (int width, int height) = model.WindowSize;
        _rows = height + 1;
        _columns = width + 1;
        _evenColumns = (_columns + 1) / 2;
        _planes = model.HasTiltedFeatures ? 2 : 1;
        SampleCount = SamplesOf(model);
        Length = (SampleCount + TLanes.Count) / TLanes.Count * TLanes.Count;
        Layout = LevelLayout.Interleaved(
            model.WindowSize,
            model.HasTiltedFeatures,
            WindowGroups<TInt>.Count * TLanes.Count
        );
    }

    /// <summary>Sums of a patch, without the factor.</summary>
    public int SampleCount { get; }

    /// <summary>Numbers of a patch: whole vectors.</summary>
    public int Length { get; }

    /// <summary>Where samples lie when the patches of four vectors of windows are interleaved.</summary>
    public LevelLayout Layout { get; }

    /// <summary>Sums of a window of a model.</summary>
    public static int SamplesOf(CascadeModel model) =>
        (model.WindowSize.Width + 1) * (model.WindowSize.Height + 1) * (model.HasTiltedFeatures ? 2 : 1);

    /// <summary>Copies what belongs to a window out of the rows of a level.</summary>
    /// <param name="window">The window's first sample.</param>
    /// <param name="layout">How the rows lie in memory.</param>
    /// <param name="patch">Receives <see cref="Length"/> numbers; up to a vector behind them may be
    /// overwritten.</param>
    public void Copy(int* window, LevelLayout layout, int* patch)
    {
        int* target = patch;
        for (int plane = 0; plane < _planes; plane++)
        {
            int* row = window + (plane * layout.TiltedOffset);
            for (int y = 0; y < _rows; y++, row += layout.Stride, target += _columns)
            {
                if (layout.Step == 1)
                {
                    Sort(row, target);
                }
                else
                {
                    Copy(row, target, _evenColumns);
                    Copy(row + layout.PlaneLength, target + _evenColumns, _columns - _evenColumns);
                }
            }
        }

        patch[SampleCount] = window[layout.FactorOffset];
    }

    // Whole vectors; what stands behind the end is overwritten by the next row, so rows go from top to bottom.
    private static void Copy(int* source, int* target, int count)
    {
        for (int x = 0; x < count; x += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(source + x), target + x);
        }
    }

    // From right to left, since even columns overrun into odd ones.
    private void Sort(int* source, int* target)
    {
        for (int x = (_columns - 1) / TLanes.Count * TLanes.Count; x >= 0; x -= TLanes.Count)
        {
            TLanes.StoreEvenOdd(TLanes.Load(source + x), target + (x / 2), target + _evenColumns + (x / 2));
        }
    }
}
