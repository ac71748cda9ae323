using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// A parameter whose gradient every worker collects on its own samples. The parts are added in the order of the
/// workers, whoever does it, so that the sum does not depend on the clock.
/// </summary>
internal sealed unsafe class GradientReducer<TRow, TUpdate>
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    private readonly UpdateSource<TUpdate> _updates;
    private readonly ParameterRows _rows;
    private readonly AlignedBuffer[] _parts;
    private readonly int _count;

    public GradientReducer(Parameter parameter, int threads, UpdateSource<TUpdate> updates)
    {
        _updates = updates;
        _rows = updates.RowsOf(parameter);
        _count = parameter.Packed.Length / Width;
        _parts = AlignedBuffer.Many(threads, parameter.Packed.Length);
    }

    /// <summary>Where a worker adds its part, packed like the parameter. It begins at zero in every step.</summary>
    public float* PartOf(Worker worker) => _parts[worker.Index].Pointer;

    /// <summary>
    /// Adds the slopes of a sample of the output, channel by channel: the gradient of a bias. What ReLU gave 0 for gets
    /// no slope from here on.
    /// </summary>
    public void AddBias(Worker worker, Tensor output, int sample, bool hasRelu)
    {
        nint first = (nint)sample * output.SampleStride;
        float* slope = output.Slope + first;
        if (hasRelu)
        {
            Columns.MaskByPositive<TRow>(output.Data + first, slope, Width, output.RowsPerSample);
        }

        float* part = PartOf(worker);
        for (int offset = 0; offset < _count * Width; offset += Width)
        {
            TRow sum = Columns.Sum<TRow>(slope + offset, output.PixelStride, output.Pixels);
            TRow.Store(TRow.Add(TRow.Load(part + offset), sum), part + offset);
        }
    }

    /// <summary>
    /// Moves this worker's share of the parameter and clears the parts. All workers must have finished theirs.
    /// </summary>
    public void Apply(Worker worker)
    {
        TUpdate update = _updates.Current;
        (int start, int end) = worker.Share(_count);
        for (int row = start; row < end; row++)
        {
            nint offset = (nint)row * Width;
            TRow sum = TRow.Zero;
            foreach (AlignedBuffer part in _parts)
            {
                sum = TRow.Add(sum, TRow.Load(part.Pointer + offset));
                TRow.Store(TRow.Zero, part.Pointer + offset);
            }

            ParameterRows target = _rows.Skip(row);
            update.Apply(target.Value, target.First, target.Second, sum);
        }
    }
}
