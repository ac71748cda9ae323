using Spotter.Vision.Kernels;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>What follows the sums, at some width of vectors. An instance belongs to one thread.</summary>
internal unsafe interface ICellKernels
{
    /// <summary>1 / (the strength of gradients around a cell + a floor), for some rows of cells.</summary>
    void Strength(CellPlanes sums, int radius, RowRange rows, CellPlanes strength);

    /// <summary>Evens out the gradients and smooths all channels by (1 2 1), for some rows of cells.</summary>
    void Smooth(CellPlanes sums, CellPlanes strength, RowRange rows, CellPlanes target);

    /// <summary>
    /// Brings channels to another size and to bytes, for the rows that the target holds, and fills its margins.
    /// </summary>
    void Resample(CellPlanes source, ReadOnlySpan<float> factors, CellBytes target);
}
