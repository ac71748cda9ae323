using Spotter.Vision.Kernels;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>Means of the channels over cells, at some width of vectors.</summary>
internal unsafe interface IGradientSums
{
    /// <summary>
    /// Takes a picture, which must stay where it is until the last row is done. Only the rows that the asked-for cells
    /// need are read, a row above and below them included.
    /// </summary>
    void Start(byte* pixels, int stride, int width, int height);

    /// <summary>Computes rows of cells.</summary>
    /// <param name="shrink">Pixels a cell.</param>
    /// <param name="rows">Which rows of cells.</param>
    /// <param name="target">Holds these rows, in all channels.</param>
    void Rows(int shrink, RowRange rows, CellPlanes target);
}
