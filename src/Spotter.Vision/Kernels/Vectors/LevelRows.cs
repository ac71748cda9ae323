using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// The rows of a level that windows currently look at: pixels, integral sums and factors in buffers that hold about two
/// hundred rows instead of the whole level. When they are full, the rows still needed move to their start.
/// </summary>
internal sealed unsafe class LevelRows<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    // Rows of windows between two moves; measured, 160 are 1 to 3 % faster than 64: what leaves the cache is not read
    // again.
    private const int RowsBetweenMoves = 160;
    private const int Overrun = 64;

    private readonly BoxSize _window;
    private readonly bool _isHaar;
    private readonly bool _hasTilted;
    private readonly VarianceGate _gate;
    private readonly RowResizer _resizer = new();
    private readonly GrowingBuffer<int> _sums = new();
    private readonly GrowingBuffer<short> _shorts = new();
    private readonly GrowingBuffer<byte> _pixels = new();
    private readonly GrowingBuffer<int> _columns = new();
    private readonly GrowingBuffer<int> _squares = new();
    private readonly GrowingBuffer<int> _tilted = new();
    private LevelLayout _layout = null!;
    private FactorGeometry _geometry;
    private TiltedLines _lines;
    private bool _hasShort;
    private int _width;
    private int _pixelStride;
    private int _capacity;
    private int _start;
    private int _first;
    private int _ready;
    private int _squaresTop;
    private int _squaresEnd;

    public LevelRows(BoxSize window, bool isHaar, bool hasTilted)
    {
        _window = window;
        _isHaar = isHaar;
        _hasTilted = hasTilted;
        _gate = new VarianceGate(window);
    }

    /// <summary>Starts a level.</summary>
    /// <param name="image">The picture; the caller keeps it pinned.</param>
    /// <param name="pixels">Its first pixel.</param>
    /// <param name="level">The level.</param>
    /// <param name="layout">Where sums lie.</param>
    /// <param name="hasShort">Whether sums are wanted in 16 bits, too.</param>
    /// <param name="firstRow">The first row of windows.</param>
    public void Start(
        ImageView<byte> image,
        byte* pixels,
        in PyramidLevel level,
        LevelLayout layout,
        bool hasShort,
        int firstRow
    )
    {
        _hasShort = hasShort;
        _layout = layout;
        _width = level.Width;
        _geometry = new FactorGeometry(_window, _gate, layout);
        _resizer.Start(image, pixels, level);
        _capacity = _window.Height + RowsBetweenMoves + 2;
        _pixelStride = (level.Width + (2 * Overrun) - 1) / Overrun * Overrun;
        _sums.Reserve((_capacity * layout.Stride) + Overrun);
        _pixels.Reserve((_capacity * _pixelStride) + Overrun);
        if (_hasShort)
        {
            _shorts.Reserve((_capacity * layout.Stride) + Overrun);
            new Span<short>(_shorts.Pointer, layout.FactorOffset).Clear();
        }

        _start = firstRow;
        _first = firstRow;
        _ready = firstRow;
        new Span<int>(_sums.Pointer, layout.FactorOffset).Clear();
        if (_isHaar)
        {
            _columns.Reserve(_width + Overrun);
            _squares.Reserve(_width + (2 * Overrun));
            new Span<int>(_columns.Pointer, _width).Clear();
            _squaresTop = firstRow + 1;
            _squaresEnd = firstRow + 1;
        }

        if (_hasTilted)
        {
            int line = _width + (2 * Overrun);
            _tilted.Reserve(3 * line);
            new Span<int>(_tilted.Pointer, 3 * line).Clear();
            int* first = _tilted.Pointer + Overrun / 2;
            _lines = new TiltedLines
            {
                Here = first,
                Above = first + line,
                TwoAbove = first + (2 * line),
            };
        }
    }

    /// <summary>The first sum of a row of the integral image.</summary>
    public int* SumRow(int row) => _sums.Pointer + ((row - _first) * _layout.Stride);

    /// <summary>The lower half of the first sum of a row, in 16 bits; the others follow as the sums do.</summary>
    public short* ShortRow(int row) => _shorts.Pointer + ((row - _first) * _layout.Stride);

    /// <summary>Makes rows ready for the windows of a strip; rows above the strip may be dropped.</summary>
    /// <param name="firstRow">The strip's first row of windows, in pixels.</param>
    /// <param name="lastRow">Its last one.</param>
    public void Advance(int firstRow, int lastRow)
    {
        int end = lastRow + _window.Height;
        if (end - _first >= _capacity)
        {
            // The squares of the row above the strip have yet to be taken away.
            MoveToStart(_isHaar ? Math.Min(firstRow, _squaresTop) : firstRow);
        }

        for (; _ready < end; _ready++)
        {
            byte* pixels = Pixels(_ready);
            _resizer.Row(_ready, pixels);
            int* above = SumRow(_ready);
            int* sums = above + _layout.Stride;
            short* shorts = _hasShort ? ShortRow(_ready + 1) : null;
            RowKernels<TLanes, TInt, TFloat>.Integral(_layout, pixels, _width, above, sums, shorts);
            if (_hasTilted)
            {
                byte* pixelsAbove = _ready > _start ? Pixels(_ready - 1) : null;
                short* tiltedShorts = _hasShort ? shorts + _layout.TiltedOffset : null;
                RowKernels<TLanes, TInt, TFloat>.Tilted(
                    _layout,
                    pixels,
                    pixelsAbove,
                    _width,
                    in _lines,
                    sums + _layout.TiltedOffset,
                    tiltedShorts
                );
                _lines.Rotate();
            }
        }
    }

    /// <summary>Computes the variance factors of a row of windows; rows must be asked for from top to bottom.</summary>
    /// <param name="row">The row.</param>
    /// <param name="windows">Windows in it.</param>
    /// <param name="passing">Receives a bit for each window with contrast enough, in words of 64.</param>
    public void Factors(int row, int windows, ulong* passing)
    {
        int end = row + _window.Height - 1;
        while (_squaresEnd < end)
        {
            byte* removed = _squaresTop < row + 1 && _squaresTop < _squaresEnd ? Pixels(_squaresTop++) : null;
            byte* added = Pixels(_squaresEnd++);
            if (_geometry.InPairs)
            {
                RowKernels<TLanes, TInt, TFloat>.SlideSquares<RowKernels<TLanes, TInt, TFloat>.ColumnPairs>(
                    _columns.Pointer,
                    added + 1,
                    removed == null ? null : removed + 1,
                    _width / 2
                );
            }
            else
            {
                RowKernels<TLanes, TInt, TFloat>.SlideSquares<RowKernels<TLanes, TInt, TFloat>.SingleColumns>(
                    _columns.Pointer,
                    added,
                    removed,
                    _width
                );
            }
        }

        RowKernels<TLanes, TInt, TFloat>.RunningSums(
            _columns.Pointer,
            _squares.Pointer,
            _geometry.InPairs ? _width / 2 : _width
        );
        RowKernels<TLanes, TInt, TFloat>.Factors(in _geometry, SumRow(row), _squares.Pointer, windows, passing);
    }

    private byte* Pixels(int row) => _pixels.Pointer + ((row - _first) * _pixelStride);

    private void MoveToStart(int firstRow)
    {
        int rows = _ready - firstRow;
        long sums = (long)(rows + 1) * _layout.Stride * sizeof(int);
        Buffer.MemoryCopy(SumRow(firstRow), _sums.Pointer, sums, sums);
        if (_hasShort)
        {
            long shorts = (long)(rows + 1) * _layout.Stride * sizeof(short);
            Buffer.MemoryCopy(ShortRow(firstRow), _shorts.Pointer, shorts, shorts);
        }

        long pixels = (long)rows * _pixelStride;
        Buffer.MemoryCopy(Pixels(firstRow), _pixels.Pointer, pixels, pixels);
        _first = firstRow;
    }
}
