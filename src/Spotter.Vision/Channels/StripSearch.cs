using System.Runtime.Intrinsics;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels;

/// <summary>Some rows of an octave: the windows that begin in them are judged together.</summary>
/// <param name="Octave">Index in <see cref="ChannelPlan.Octaves"/>.</param>
/// <param name="First">Windows begin at this part of the rows of each level...</param>
/// <param name="End">... and before this.</param>
/// <param name="Of">How many parts the rows are cut into.</param>
internal readonly record struct ChannelStrip(int Octave, int First, int End, int Of);

/// <summary>
/// Searches strips: computes the channels of an octave's rows, resamples them for each level of the octave and judges
/// the windows. The buffers are kept; an instance belongs to one thread.
/// </summary>
internal sealed unsafe class StripSearch(ChannelModel model, KernelWidth width)
{
    private readonly ChannelGeometry _geometry = model.Geometry;
    private readonly CompiledTrees _trees = new(model);
    private readonly ChannelRows _channels = new(width);
    private readonly CellBytes _level = new();
    private readonly RowResizer _resizer = new();
    private readonly GrowingBuffer<byte> _enlarged = new();
    private readonly List<WindowHit> _hits = [];

    /// <summary>Judges the windows of a strip.</summary>
    /// <param name="images">The octaves of the picture.</param>
    /// <param name="plan">The scales.</param>
    /// <param name="strip">Which windows.</param>
    /// <param name="sink">Receives the windows that pass.</param>
    public void Run(OctaveImages images, ChannelPlan plan, in ChannelStrip strip, IWindowSink sink)
    {
        ChannelOctave octave = plan.Octaves[strip.Octave];
        RowRange needed = NeededRows(plan, octave, strip);
        if (needed.End <= needed.First)
        {
            return;
        }

        Start(images, octave, needed);
        CellPlanes planes = _channels.Compute(octave.Cells, _geometry, needed);
        _trees.Prepare(plan.Stride);
        for (int i = octave.FirstLevel; i < octave.EndLevel; i++)
        {
            ChannelLevel level = plan.Levels[i];
            RowRange cells = CellRows(level, strip);
            if (cells.End <= cells.First)
            {
                continue;
            }

            _level.Resize(level.Cells, model.Margin, cells, plan.Stride);
            _channels.Kernels.Resample(planes, level.Factors, _level);
            Judge(level, strip, sink);
        }
    }

    private void Judge(in ChannelLevel level, in ChannelStrip strip, IWindowSink sink)
    {
        RowRange rows = WindowRows(level, strip);
        for (int y = rows.First; y < rows.End; y++)
        {
            _hits.Clear();
            WindowScan.Row(_trees, _level, y, level.Windows.Across, width, _hits);
            foreach (WindowHit hit in _hits)
            {
                sink.Add(level, hit, _level);
            }
        }
    }

    // The rows in which windows begin.
    private static RowRange WindowRows(in ChannelLevel level, in ChannelStrip strip) =>
        new(
            (int)((long)level.Windows.Down * strip.First / strip.Of),
            (int)((long)level.Windows.Down * strip.End / strip.Of)
        );

    // The rows of a level's cells, margin included, that the windows cover.
    private RowRange CellRows(in ChannelLevel level, in ChannelStrip strip)
    {
        RowRange rows = WindowRows(level, strip);
        return rows.End > rows.First ? new RowRange(rows.First, rows.End + _geometry.Rows - 1) : default;
    }

    // The rows of the octave's cells that the strip's levels are resampled from.
    private RowRange NeededRows(ChannelPlan plan, in ChannelOctave octave, in ChannelStrip strip)
    {
        int first = int.MaxValue;
        int end = 0;
        for (int i = octave.FirstLevel; i < octave.EndLevel; i++)
        {
            ChannelLevel level = plan.Levels[i];
            RowRange rows = CellRows(level, strip);
            if (rows.End <= rows.First)
            {
                continue;
            }

            double step = (double)octave.Cells.Height / level.Cells.Height;
            int top = Math.Clamp(rows.First - model.Margin.Height, 0, level.Cells.Height - 1);
            int bottom = Math.Clamp(rows.End - 1 - model.Margin.Height, 0, level.Cells.Height - 1);
            first = Math.Min(first, (int)Math.Max((step * (top + 0.5)) - 0.5, 0));
            end = Math.Max(end, (int)Math.Max((step * (bottom + 0.5)) - 0.5, 0) + 2);
        }

        return new RowRange(Math.Min(first, octave.Cells.Height), Math.Min(end, octave.Cells.Height));
    }

    private void Start(OctaveImages images, in ChannelOctave octave, RowRange needed)
    {
        if (octave.Octave >= 0)
        {
            _channels.Start(images.Pixels(octave.Octave), images.Stride(octave.Octave), octave.Pixels);
            return;
        }

        BoxSize pixels = octave.Pixels;
        RowRange rows = ChannelRows.PixelRows(octave.Cells, _geometry, needed, pixels.Height);
        int stride = pixels.Width + CellBytes.Group;
        _enlarged.Reserve(checked(stride * (rows.End - rows.First)));
        byte* origin = images.Pixels(0);
        var picture = new ImageView<byte>(
            new ReadOnlySpan<byte>(origin, ((images.Size.Height - 1) * images.Stride(0)) + images.Size.Width),
            images.Size.Width,
            images.Size.Height,
            images.Stride(0)
        );
        _resizer.Start(picture, origin, new PyramidLevel(0.5f, pixels.Width, pixels.Height, 0, 0, 1, default));
        for (int y = rows.First; y < rows.End; y++)
        {
            _resizer.Row(y, _enlarged.Pointer + ((long)(y - rows.First) * stride));
        }

        _channels.Start(_enlarged.Pointer - ((long)rows.First * stride), stride, pixels);
    }
}

/// <summary>Receives windows that pass.</summary>
internal interface IWindowSink
{
    /// <param name="level">The scale.</param>
    /// <param name="hit">The window; its place counts from the corner of the margin.</param>
    /// <param name="cells">The scale's cells, valid until the call returns.</param>
    void Add(in ChannelLevel level, in WindowHit hit, CellBytes cells);
}
