using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Room for a block of tiles, one a worker.</summary>
internal sealed unsafe class WinogradScratch
{
    // Transformed tiles of a block stay in a second-level cache next to the filters of a point.
    private const int BlockFloats = 1 << 16;
    private const int ShortestBlock = 24;
    private const int LongestBlock = 96;

    private readonly AlignedBuffer _pictures;
    private readonly AlignedBuffer _products;
    private readonly AlignedBuffer _square;
    private readonly AlignedBuffer _lines = new(Winograd.LinesLength);

    public WinogradScratch(int inputs, int outputs)
    {
        int most = Math.Max(inputs, outputs);
        Block = BlockFor(most);
        _pictures = new AlignedBuffer((long)Winograd.Points * Block * inputs);
        _products = new AlignedBuffer(Winograd.Points * Block * Row.Width);
        _square = new AlignedBuffer(Winograd.Points * most);
    }

    public static WinogradScratch[] Many(int count, int inputs, int outputs)
    {
        var scratch = new WinogradScratch[count];
        for (int i = 0; i < count; i++)
        {
            scratch[i] = new WinogradScratch(inputs, outputs);
        }

        return scratch;
    }

    /// <summary>Tiles of a block.</summary>
    public int Block { get; }

    /// <summary>Points of tiles of the input: [point][tile][channel].</summary>
    public float* Pictures => _pictures.Pointer;

    /// <summary>Products of a panel: [point][tile][16].</summary>
    public float* Products => _products.Pointer;

    /// <summary>A tile that lies partly outside, or pixels on their way out.</summary>
    public float* Square => _square.Pointer;

    public float* Lines => _lines.Pointer;

    /// <summary>Transforms the squares of some tiles to points: [point][tile][channel].</summary>
    public void Read<TRow, TLine>(TileGrid grid, float* plane, int first, int count, float* points)
        where TRow : struct, IRow<TRow>
        where TLine : struct, ILineTransform =>
        grid.Read<TRow, TLine>(plane, first, count, points, (nint)Block * grid.Channels, Square, Lines);

    /// <summary>Writes the pixels that a panel's products become.</summary>
    public void Write<TRow>(TileGrid grid, float* plane, int first, int count, TileEnding<TRow> ending)
        where TRow : struct, IRow<TRow> =>
        grid.Write<TRow, ProductLine>(
            Products,
            (nint)Block * Row.Width,
            Row.Width,
            first,
            count,
            plane,
            ending,
            Square,
            Lines
        );

    // A multiple of every height of tile that kernels use.
    private static int BlockFor(int channels) =>
        Math.Clamp(
            BlockFloats / (Winograd.Points * channels) / ShortestBlock * ShortestBlock,
            ShortestBlock,
            LongestBlock
        );
}
