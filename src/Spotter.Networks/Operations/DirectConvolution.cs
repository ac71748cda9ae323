using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>
/// Inference of a convolution of any kernel and stride, with bias and a ReLU of any slope, and with the greatest of
/// each two by two pixels if asked. Kernels that lie inside the picture read it in place; patches are made at the
/// edges alone. Workers own rows, of one picture too. (H, W, C) -> (H', W', F) or (H' / 2, W' / 2, F)
/// </summary>
internal sealed unsafe class DirectConvolution<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;
    private const int Block = 48;
    private const int LeastRows = 8;
    private const int PartsAThread = 4;

    private readonly ConvolutionParts _parts;
    private readonly PatchReader _reader;
    private readonly TileSource _source;
    private readonly bool _isPooled;
    private readonly int _patchStride;
    private readonly int _first;
    private readonly int _end;
    private readonly AlignedBuffer[] _patches;
    private readonly AlignedBuffer[] _rows;

    public DirectConvolution(Tensor input, Tensor output, ConvolutionParts parts, bool isPooled, int threads)
        : base(input, output)
    {
        _parts = parts;
        _isPooled = isPooled;
        _reader = new PatchReader(parts.Window, input);
        _patchStride = Tensor.RoundUp(_reader.Length);
        _source = SourceOf(parts.Window, input);
        (_first, _end) = InsideOf(parts.Window);
        _patches = AlignedBuffer.Many(threads, Block * (long)_patchStride + Width);
        _rows = isPooled ? AlignedBuffer.Many(threads, 2 * RowFloats) : [];
    }

    // A row of unpooled pixels.
    private long RowFloats => (long)_parts.Window.OutputWidth * Output.PixelStride;

    public override int PartsFor(int threads, int samples) =>
        Math.Clamp(samples * Output.Shape.Height / LeastRows, threads, PartsAThread * threads);

    public override void Forward(Worker worker, int samples)
    {
        foreach ((int sample, int first, int end) in worker.Rows(samples, Output.Shape.Height))
        {
            float* x = Input.Data + (nint)sample * Input.SampleStride;
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            nint line = (nint)Output.Shape.Width * Output.PixelStride;
            for (int row = first; row < end; row++)
            {
                if (_isPooled)
                {
                    float* two = _rows[worker.Index].Pointer;
                    ForwardRow(worker, x, 2 * row, two);
                    ForwardRow(worker, x, 2 * row + 1, two + RowFloats);
                    Pool(two, two + RowFloats, y + row * line);
                }
                else
                {
                    ForwardRow(worker, x, row, y + row * line);
                }
            }
        }
    }

    private void ForwardRow(Worker worker, float* x, int row, float* y)
    {
        Layers.Window window = _parts.Window;
        int top = row * window.Stride.Height - window.Top;
        bool isInside = top >= 0 && top + window.Kernel.Height <= window.Input.Height;
        int begin = row * window.OutputWidth;
        if (!isInside)
        {
            ForwardGathered(worker, x, begin, window.OutputWidth, y);
            return;
        }

        ForwardGathered(worker, x, begin, _first, y);
        nint left = (nint)_first * window.Stride.Width - window.Left;
        float* from = x + ((nint)top * window.Input.Width + left) * Input.PixelStride;
        Multiply(from, _source, _end - _first, y + (nint)_first * Output.PixelStride);
        ForwardGathered(worker, x, begin + _end, window.OutputWidth - _end, y + (nint)_end * Output.PixelStride);
    }

    private void ForwardGathered(Worker worker, float* x, int pixel, int count, float* y)
    {
        float* patches = _patches[worker.Index].Pointer;
        var source = TileSource.Matrix(_patchStride, _reader.Length);
        for (int done = 0; done < count; done += Block)
        {
            int some = Math.Min(Block, count - done);
            _reader.Gather<TRow>(x, pixel + done, some, patches, _patchStride);
            Multiply(patches, source, some, y + (nint)done * Output.PixelStride);
        }
    }

    private void Multiply(float* from, in TileSource source, int pixels, float* y) =>
        PictureTiles.Run<TRow, BiasedEnd>(
            from,
            source,
            _parts.Kernel.Packed.Pointer,
            (nint)_parts.Kernel.Rows * Width,
            _parts.Kernel.Panels,
            _parts.Bias.Packed.Pointer,
            _parts.Factor,
            y,
            Output.PixelStride,
            pixels
        );

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pool(float* above, float* below, float* y)
    {
        int stride = Output.PixelStride;
        for (int column = 0; column < Output.Shape.Width; column++)
        {
            for (int channel = 0; channel < stride; channel += Width)
            {
                TRow top = TRow.Max(TRow.Load(above + channel), TRow.Load(above + stride + channel));
                TRow bottom = TRow.Max(TRow.Load(below + channel), TRow.Load(below + stride + channel));
                TRow.Store(TRow.Max(top, bottom), y + channel);
            }

            above += 2 * stride;
            below += 2 * stride;
            y += stride;
        }
    }

    // Without gaps between pixels a line of a kernel is one part.
    private static TileSource SourceOf(Layers.Window window, Tensor input)
    {
        bool isDense = input.PixelStride == input.Channels;
        return new TileSource(
            (nint)window.Stride.Width * input.PixelStride,
            window.Kernel.Height,
            (nint)window.Input.Width * input.PixelStride,
            isDense ? 1 : window.Kernel.Width,
            input.PixelStride,
            isDense ? window.Kernel.Width * input.Channels : input.Channels
        );
    }

    // Columns of the output whose kernels lie inside, from left to right.
    private static (int First, int End) InsideOf(Layers.Window window)
    {
        int stride = window.Stride.Width;
        int first = Math.Min((window.Left + stride - 1) / stride, window.OutputWidth);
        int room = window.Input.Width + window.Left - window.Kernel.Width;
        int end = room < 0 ? 0 : Math.Min(window.OutputWidth, room / stride + 1);
        return (first, Math.Max(first, end));
    }
}
