using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>
/// Inference of a 3 x 3 convolution with stride 1 by Winograd's tiles (Lavin and Gray, CVPR 2016), with bias and a ReLU
/// of any slope, and with the greatest of each two by two pixels if asked. Workers own tiles, of one picture too.
/// (H, W, C) -> (H', W', F) or (H' / 2, W' / 2, F), C a multiple of 16
/// </summary>
/// <typeparam name="TRow">Registers.</typeparam>
/// <typeparam name="TPicture">The transform of a tile of the picture.</typeparam>
/// <typeparam name="TProduct">The transform of products to pixels.</typeparam>
internal sealed unsafe class TiledConvolution<TRow, TPicture, TProduct> : Operation
    where TRow : struct, IRow<TRow>
    where TPicture : struct, ILineTransform
    where TProduct : struct, ILineTransform
{
    private const int Width = Row.Width;

    // Points of a block's tiles stay in a second-level cache beside the filters of a point.
    private const int BlockFloats = 96 * 1024;
    private const int Grain = 12;
    private const int LongestBlock = 48;
    private const int LeastTiles = 24;
    private const int PartsAThread = 4;

    private readonly ConvolutionParts _parts;
    private readonly AlignedBuffer _filters;
    private readonly bool _isPooled;
    private readonly TileGrid _pictures;
    private readonly TileGrid _outputs;
    private readonly int _block;
    private readonly Scratch[] _scratch;

    public TiledConvolution(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        AlignedBuffer filters,
        bool isPooled,
        int threads
    )
        : base(input, output)
    {
        _parts = parts;
        _filters = filters;
        _isPooled = isPooled;
        (int down, int across) = (TilesFor(parts.Window.OutputHeight), TilesFor(parts.Window.OutputWidth));
        _pictures = new TileGrid(input, parts.Window.Top, parts.Window.Left, OutputSide, down, across);
        _outputs = new TileGrid(output, 0, 0, OutputSide, down, across);
        _block = Math.Clamp(BlockFloats / (Points * input.Channels) / Grain * Grain, Grain, LongestBlock);
        _scratch =
        [
            .. Enumerable.Range(0, threads).Select(_ => new Scratch(PointFloats, ProductFloats, input.Channels)),
        ];
    }

    private static int Side => TPicture.Inputs;

    private static int Points => TPicture.Inputs * TPicture.Inputs;

    private static int OutputSide => TProduct.Outputs;

    private static int Panels => PictureTiles.PanelsOf<TRow>();

    // A line more a point: points of a tile would else fall into the same sets of the cache.
    private int PointFloats => _block * Input.Channels + Width;

    private int ProductFloats => _block * Panels * Width + Width;

    /// <summary>What all products take, in rows of a panel and a channel: less is faster.</summary>
    public static long CostOf(Layers.Window window) =>
        (long)Points * PictureTiles.Rounded<TRow>(TilesFor(window.OutputHeight) * TilesFor(window.OutputWidth));

    public override int PartsFor(int threads, int samples) =>
        Math.Clamp(samples * _pictures.PerSample / LeastTiles, threads, PartsAThread * threads);

    public override void Forward(Worker worker, int samples)
    {
        Scratch scratch = _scratch[worker.Index];
        (int start, int end) = worker.Share(samples * _pictures.PerSample);
        for (int tile = start; tile < end; tile += _block)
        {
            int count = Math.Min(_block, end - tile);
            _pictures.Read<TRow, TPicture>(
                Input.Data,
                tile,
                count,
                scratch.Pictures,
                PointFloats,
                scratch.Square,
                scratch.Lines
            );
            for (int panel = 0; panel < _parts.Kernel.Panels; panel += Panels)
            {
                Multiply(scratch, panel, count);
                int last = Math.Min(panel + Panels, _parts.Kernel.Panels);
                for (int one = panel; one < last; one++)
                {
                    WriteTiles(scratch, tile, count, one, scratch.Products + (one - panel) * Width);
                }
            }
        }
    }

    private static int TilesFor(int pixels) => (pixels + OutputSide - 1) / OutputSide;

    private void Multiply(Scratch scratch, int panel, int count)
    {
        int channels = Input.Channels;
        var source = TileSource.Matrix(channels, channels);
        nint panelStride = (nint)Points * channels * Width;
        float* filters = _filters.Pointer + panel * panelStride;
        int panels = Math.Min(Panels, _parts.Kernel.Panels - panel);

        // Rows beyond the last tile hold what was there before, and nobody looks at what becomes of them.
        int rows = PictureTiles.Rounded<TRow>(count);
        for (int point = 0; point < Points; point++)
        {
            PictureTiles.Run<TRow, RawEnd>(
                scratch.Pictures + (nint)point * PointFloats,
                source,
                filters + (nint)point * channels * Width,
                panelStride,
                panels,
                null,
                1,
                scratch.Products + (nint)point * ProductFloats,
                Panels * Width,
                rows
            );
        }
    }

    private void WriteTiles(Scratch scratch, int first, int count, int panel, float* products)
    {
        var ending = new TileEnding<TRow>(TRow.Load(_parts.Bias.Packed.Pointer + panel * Width), _parts.Factor);
        float* target = Output.Data + panel * Width;
        if (_isPooled)
        {
            PoolTiles(scratch, first, count, target, products, ending);
        }
        else
        {
            _outputs.Write<TRow, TProduct>(
                products,
                ProductFloats,
                Panels * Width,
                first,
                count,
                target,
                ending,
                scratch.Square,
                scratch.Lines
            );
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PoolTiles(
        Scratch scratch,
        int first,
        int count,
        float* target,
        float* products,
        TileEnding<TRow> ending
    )
    {
        for (int i = 0; i < count; i++)
        {
            Winograd.Transform<TRow, TProduct>(
                products + (nint)i * Panels * Width,
                Side * (nint)ProductFloats,
                ProductFloats,
                scratch.Square,
                Width,
                1,
                scratch.Lines
            );
            (int sample, int y, int x) = _outputs.Locate(first + i);
            WritePooled(scratch.Square, target + (nint)sample * Output.SampleStride, y / 2, x / 2, ending);
        }
    }

    // Bias and a slope of 0 or more change nothing about which of four is the greatest.
    private void WritePooled(float* square, float* target, int y, int x, TileEnding<TRow> ending)
    {
        int height = Math.Min(OutputSide / 2, Output.Shape.Height - y);
        int width = Math.Min(OutputSide / 2, Output.Shape.Width - x);
        for (int dy = 0; dy < height; dy++)
        {
            float* to = target + ((nint)(y + dy) * Output.Shape.Width + x) * Output.PixelStride;
            for (int dx = 0; dx < width; dx++)
            {
                float* four = square + 2 * (dy * OutputSide + dx) * Width;
                TRow top = TRow.Max(TRow.Load(four), TRow.Load(four + Width));
                float* below = four + OutputSide * Width;
                TRow bottom = TRow.Max(TRow.Load(below), TRow.Load(below + Width));
                TRow.Store(ending.Apply(TRow.Max(top, bottom)), to + (nint)dx * Output.PixelStride);
            }
        }
    }

    /// <summary>A worker's room.</summary>
    private sealed class Scratch(int pointFloats, int productFloats, int channels)
    {
        private readonly AlignedBuffer _pictures = new((long)Points * pointFloats);
        private readonly AlignedBuffer _products = new((long)Points * productFloats);
        private readonly AlignedBuffer _square = new((long)Points * Math.Max(channels, Width));
        private readonly AlignedBuffer _lines = new(Points * Width);

        /// <summary>[point][tile][channel].</summary>
        public float* Pictures => _pictures.Pointer;

        /// <summary>[point][tile][16 or 32].</summary>
        public float* Products => _products.Pointer;

        /// <summary>A tile that lies partly outside, or pixels on their way out.</summary>
        public float* Square => _square.Pointer;

        public float* Lines => _lines.Pointer;
    }
}
