using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// The gradient of 3 x 3 filters, which every worker collects as Winograd points on its own samples. The parts are
/// added in the order of the workers, turned into gradients of weights, and handed to the optimizer.
/// </summary>
internal sealed unsafe class WinogradGradient<TRow, TUpdate>
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;
    private const int Taps = 9;

    private readonly UpdateSource<TUpdate> _updates;
    private readonly ParameterRows _rows;
    private readonly int _channels;
    private readonly int _panels;
    private readonly AlignedBuffer[] _parts;

    public WinogradGradient(Parameter kernel, int threads, UpdateSource<TUpdate> updates)
    {
        _updates = updates;
        _rows = updates.RowsOf(kernel);
        _channels = kernel.Rows / Taps;
        _panels = kernel.Panels;
        _parts = AlignedBuffer.Many(threads, (long)Winograd.Points * _channels * kernel.Columns);
    }

    /// <summary>Adds pictures^T slopes, point by point.</summary>
    /// <param name="worker">Whose part it goes to.</param>
    /// <param name="scratch">Points of pictures.</param>
    /// <param name="slopes">Points of slopes: [point][tile][filter].</param>
    /// <param name="count">Tiles that are there.</param>
    public void Add(Worker worker, WinogradScratch scratch, float* slopes, int count)
    {
        int room = scratch.Block;
        int filters = _panels * Width;
        for (int point = 0; point < Winograd.Points; point++)
        {
            float* pictures = scratch.Pictures + (nint)point * room * _channels;
            float* from = slopes + (nint)point * room * filters;
            for (int panel = 0; panel < _panels; panel++)
            {
                float* part =
                    _parts[worker.Index].Pointer + ((nint)panel * Winograd.Points + point) * _channels * Width;
                Gemm.Run<TRow, AddEpilogue<TRow>>(
                    pictures,
                    1,
                    _channels,
                    from + panel * Width,
                    filters,
                    count,
                    _channels,
                    new(part, Width)
                );
            }
        }
    }

    /// <summary>
    /// Moves this worker's share of the filters and clears the parts. All workers must have finished theirs.
    /// </summary>
    /// <param name="worker">Who works.</param>
    /// <param name="scratch">Room for points.</param>
    /// <param name="taps">Room for the taps of sixteen filters.</param>
    public void Apply(Worker worker, WinogradScratch scratch, float* taps)
    {
        TUpdate update = _updates.Current;
        float* points = scratch.Products;
        (int start, int end) = worker.Share(_panels * _channels);
        for (int row = start; row < end; row++)
        {
            (int panel, int channel) = Math.DivRem(row, _channels);
            Sum(panel, channel, points);
            Winograd.Transform<TRow, FilterSlopeLine>(
                points,
                Winograd.TileSide * Width,
                Width,
                taps,
                Width,
                1,
                scratch.Lines
            );
            for (int tap = 0; tap < Taps; tap++)
            {
                ParameterRows target = _rows.Skip(((nint)panel * Taps + tap) * _channels + channel);
                update.Apply(target.Value, target.First, target.Second, TRow.Load(taps + tap * Width));
            }
        }
    }

    private void Sum(int panel, int channel, float* points)
    {
        for (int point = 0; point < Winograd.Points; point++)
        {
            nint offset = (((nint)panel * Winograd.Points + point) * _channels + channel) * Width;
            TRow sum = TRow.Zero;
            foreach (AlignedBuffer part in _parts)
            {
                sum = TRow.Add(sum, TRow.Load(part.Pointer + offset));
                TRow.Store(TRow.Zero, part.Pointer + offset);
            }

            TRow.Store(sum, points + point * Width);
        }
    }
}
