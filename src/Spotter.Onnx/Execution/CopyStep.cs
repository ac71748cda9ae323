using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>
/// Moves numbers from one layout to another: element (i, j, ...) comes from the sum of a table's entry for each
/// dimension. Transposes, slices, paddings, repetitions and nearest neighbours are all of this kind.
/// </summary>
internal sealed unsafe class CopyStep : Step
{
    /// <summary>The entry of places that nothing comes to: they are filled.</summary>
    public const long Nothing = long.MinValue / 32;

    private readonly AlignedBuffer _from;
    private readonly AlignedBuffer _to;
    private readonly long _offset;
    private readonly int[] _shape;
    private readonly long[][] _tables;
    private readonly long[] _strides;
    private readonly long _start;
    private readonly float _fill;
    private readonly int _rows;
    private readonly Line _line;
    private readonly bool _isInterleaved;

    /// <param name="from">Where from.</param>
    /// <param name="start">Floats before the first source.</param>
    /// <param name="tables">For each dimension of the target where its elements come from.</param>
    /// <param name="to">Where to; a view without overlaps.</param>
    /// <param name="fill">What stands where nothing comes to.</param>
    public CopyStep(AlignedBuffer from, long start, long[][] tables, PlanValue to, float fill)
    {
        _from = from;
        _start = start;
        _to = to.Storage!.Buffer;
        _offset = to.Offset;
        _fill = fill;

        // The innermost dimension is the one whose elements lie closest in the target; two at least.
        int[] order =
        [
            .. Enumerable.Range(0, to.Rank).Where(i => to.Shape[i] > 1).OrderByDescending(i => to.Strides[i]),
        ];
        _shape = [1, 1, .. order.Select(i => to.Shape[i])];
        _strides = [0, 0, .. order.Select(i => to.Strides[i])];
        _tables =
        [
            [0],
            [0],
            .. order.Select(i => tables[i]),
        ];
        foreach (int single in Enumerable.Range(0, to.Rank).Where(i => to.Shape[i] == 1))
        {
            _start = tables[single][0] == Nothing ? Nothing : _start + tables[single][0];
        }

        _rows = (int)PlanValue.CountOf(_shape[..^1]);
        _line = LineOf(_tables[^1], _strides[^1]);
        _isInterleaved =
            _strides[^1] == 1
            && _line != Line.Run
            && _shape[^1] <= 16
            && !Array.Exists(_tables[^1], static place => place == Nothing)
            && !Array.Exists(_tables[^2], static place => place == Nothing);
    }

    private enum Line
    {
        Run,
        Spread,
        Scattered,
    }

    public override int PartsFor(int threads, int samples) => Math.Clamp(_rows / 4, 1, threads);

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_rows);
        int inner = _shape[^2];
        var index = new int[_shape.Length];
        for (int row = first; row < end; )
        {
            int rest = row / inner;
            long from = _start;
            long to = _offset;
            for (int i = _shape.Length - 3; i >= 0; i--)
            {
                (rest, index[i]) = Math.DivRem(rest, _shape[i]);
                from += _tables[i][index[i]];
                to += index[i] * _strides[i];
            }

            int column = row % inner;
            int stop = Math.Min(inner, column + end - row);
            row += stop - column;
            if (_isInterleaved && from >= 0)
            {
                Interleave(from, to, column, stop);
                continue;
            }

            for (; column < stop; column++)
            {
                CopyLine(from + _tables[^2][column], to + (column * _strides[^2]));
            }
        }
    }

    // Planes of colours become pixels: a few numbers at each place.
    private void Interleave(long from, long to, int column, int stop)
    {
        float* source = _from.Pointer + from;
        float* target = _to.Pointer + to;
        long[] places = _tables[^2];
        long stride = _strides[^2];
        if (_shape[^1] == 2)
        {
            (long first, long second) = (_tables[^1][0], _tables[^1][1]);
            for (; column < stop; column++)
            {
                float* one = source + places[column];
                float* pixel = target + (column * stride);
                (pixel[0], pixel[1]) = (one[first], one[second]);
            }

            return;
        }

        if (_shape[^1] == 3)
        {
            (long first, long second, long third) = (_tables[^1][0], _tables[^1][1], _tables[^1][2]);
            for (; column < stop; column++)
            {
                float* one = source + places[column];
                float* pixel = target + (column * stride);
                (pixel[0], pixel[1], pixel[2]) = (one[first], one[second], one[third]);
            }

            return;
        }

        for (; column < stop; column++)
        {
            float* one = source + places[column];
            float* pixel = target + (column * stride);
            for (int i = 0; i < _tables[^1].Length; i++)
            {
                pixel[i] = one[_tables[^1][i]];
            }
        }
    }

    private void CopyLine(long from, long to)
    {
        int count = _shape[^1];
        long[] table = _tables[^1];
        float* target = _to.Pointer + to;
        long stride = _strides[^1];
        if (from < 0)
        {
            for (int i = 0; i < count; i++)
            {
                target[i * stride] = _fill;
            }
        }
        else if (_line == Line.Run)
        {
            new ReadOnlySpan<float>(_from.Pointer + from + table[0], count).CopyTo(new Span<float>(target, count));
        }
        else if (_line == Line.Spread)
        {
            float* source = _from.Pointer + from + table[0];
            long step = table[1] - table[0];
            for (int i = 0; i < count; i++)
            {
                target[i] = source[i * step];
            }
        }
        else
        {
            float* source = _from.Pointer + from;
            for (int i = 0; i < count; i++)
            {
                target[i * stride] = table[i] < 0 && table[i] == Nothing ? _fill : source[table[i]];
            }
        }
    }

    private static Line LineOf(long[] table, long stride)
    {
        if (stride != 1 || table[0] == Nothing)
        {
            return table.Length == 1 && table[0] != Nothing ? Line.Run : Line.Scattered;
        }

        long step = table.Length > 1 ? table[1] - table[0] : 1;
        for (int i = 1; i < table.Length; i++)
        {
            if (table[i] - table[i - 1] != step || table[i] == Nothing)
            {
                return Line.Scattered;
            }
        }

        return step == 1 ? Line.Run : Line.Spread;
    }
}
