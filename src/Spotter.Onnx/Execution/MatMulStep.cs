using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>
/// y = factor * a b for matrices one after another; a and b are views by strides, y lies row by row. Parts own panels
/// of sixteen columns of a matrix: what is right of a product is packed once for each, or beforehand where it is known.
/// </summary>
internal sealed unsafe class MatMulStep<TRow> : Step
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;
    private const int Block = 96;

    private readonly PlanValue _a;
    private readonly PlanValue _b;
    private readonly PlanValue _y;
    private readonly AlignedBuffer? _packed;
    private readonly AlignedBuffer[] _panels;
    private readonly AlignedBuffer[] _products;
    private readonly int _rows;
    private readonly int _inner;
    private readonly int _columns;
    private readonly int _matrices;
    private readonly float _factor;

    /// <param name="a">(..., rows, inner), of the batch of what comes out.</param>
    /// <param name="b">(..., inner, columns), the same.</param>
    /// <param name="y">(..., rows, columns).</param>
    /// <param name="factor">What all is multiplied by.</param>
    /// <param name="packed">What <see cref="Pack(float[], int, int, long, long)"/> made of b, where it is known; b is
    /// one matrix then.</param>
    /// <param name="threads">Threads that share it.</param>
    public MatMulStep(PlanValue a, PlanValue b, PlanValue y, float factor, AlignedBuffer? packed, int threads)
    {
        (_a, _b, _y, _factor, _packed) = (a, b, y, factor, packed);
        (_rows, _inner, _columns) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        _matrices = (int)PlanValue.CountOf(y.Shape[..^2]);
        _panels = packed is null ? AlignedBuffer.Many(threads, (long)_inner * Width) : [];
        _products = AlignedBuffer.Many(threads, Block * Width);
    }

    /// <summary>A matrix in panels of sixteen columns.</summary>
    /// <param name="numbers">The matrix.</param>
    /// <param name="inner">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="byRow">Numbers from a row to the next.</param>
    /// <param name="byColumn">Numbers from a column to the next.</param>
    public static AlignedBuffer Pack(float[] numbers, int inner, int columns, long byRow, long byColumn)
    {
        int panels = (columns + Width - 1) / Width;
        var packed = new AlignedBuffer((long)panels * inner * Width);
        fixed (float* from = numbers)
        {
            for (int panel = 0; panel < panels; panel++)
            {
                Pack(
                    from + (panel * Width * byColumn),
                    inner,
                    Math.Min(Width, columns - (panel * Width)),
                    byRow,
                    byColumn,
                    packed.Pointer + ((long)panel * inner * Width)
                );
            }
        }

        return packed;
    }

    private int Panels => (_columns + Width - 1) / Width;

    public override int PartsFor(int threads, int samples) => Math.Min(threads * 4, Math.Max(1, _matrices * Panels));

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_matrices * Panels);
        float* products = _products[worker.Index].Pointer;
        TRow factor = TRow.Create(_factor);
        for (int i = first; i < end; i++)
        {
            (int matrix, int panel) = Math.DivRem(i, Panels);
            (long a, long b) = Locate(matrix);
            float* weights;
            if (_packed is not null)
            {
                weights = _packed.Pointer + ((long)panel * _inner * Width);
            }
            else
            {
                weights = _panels[worker.Index].Pointer;
                Pack(
                    _b.Storage!.Buffer.Pointer + b + (panel * Width * _b.Strides[^1]),
                    _inner,
                    Math.Min(Width, _columns - (panel * Width)),
                    _b.Strides[^2],
                    _b.Strides[^1],
                    weights
                );
            }

            int columns = Math.Min(Width, _columns - (panel * Width));
            float* y = _y.Storage!.Buffer.Pointer + _y.Offset + ((long)matrix * _rows * _columns) + (panel * Width);
            float* x = _a.Storage!.Buffer.Pointer + a;
            for (int row = 0; row < _rows; row += Block)
            {
                int some = Math.Min(Block, _rows - row);
                Gemm.Run<TRow, StoreEpilogue<TRow>>(
                    x + (row * _a.Strides[^2]),
                    (nint)_a.Strides[^2],
                    (nint)_a.Strides[^1],
                    weights,
                    Width,
                    _inner,
                    some,
                    new(products, Width)
                );
                for (int k = 0; k < some; k++)
                {
                    if (_factor != 1)
                    {
                        TRow.Store(TRow.Multiply(TRow.Load(products + (k * Width)), factor), products + (k * Width));
                    }

                    new ReadOnlySpan<float>(products + (k * Width), columns).CopyTo(
                        new Span<float>(y + ((long)(row + k) * _columns), columns)
                    );
                }
            }
        }
    }

    private (long A, long B) Locate(int matrix)
    {
        (long a, long b) = (_a.Offset, _b.Offset);
        for (int i = _y.Rank - 3; i >= 0; i--)
        {
            (matrix, int index) = Math.DivRem(matrix, _y.Shape[i]);
            a += index * _a.Strides[i];
            b += index * _b.Strides[i];
        }

        return (a, b);
    }

    private static void Pack(float* from, int inner, int columns, long byRow, long byColumn, float* to)
    {
        for (int k = 0; k < inner; k++, from += byRow, to += Width)
        {
            for (int c = 0; c < columns; c++)
            {
                to[c] = from[c * byColumn];
            }

            for (int c = columns; c < Width; c++)
            {
                to[c] = 0;
            }
        }
    }
}
