using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>Another step, for so many samples as its own values have.</summary>
internal sealed class SampledStep(Operation operation, int samples) : Step
{
    public override int PartsFor(int threads, int ignored) => operation.PartsFor(threads, samples);

    public override void Forward(Worker worker, int ignored) => operation.Forward(worker, samples);
}

/// <summary>y = f(x) for all numbers of a stretch of memory, gaps included.</summary>
internal sealed unsafe class FunctionStep<TRow, TFunction>(
    AlignedBuffer from,
    long start,
    AlignedBuffer to,
    long target,
    long length,
    TFunction function
) : Step
    where TRow : struct, IRow<TRow>
    where TFunction : struct, IRowFunction<TRow>
{
    private const int LeastRows = 256;

    private readonly int _rows = (int)((length + Row.Width - 1) / Row.Width);

    public override int PartsFor(int threads, int samples) => Math.Clamp(_rows / LeastRows, 1, threads);

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_rows);
        float* x = from.Pointer + start;
        float* y = to.Pointer + target;
        for (long i = (long)first * Row.Width; i < (long)end * Row.Width; i += Row.Width)
        {
            TRow.Store(function.Apply(TRow.Load(x + i)), y + i);
        }
    }
}

/// <summary>y = f(x) one by one, for functions that are rare.</summary>
internal sealed unsafe class NumberStep(
    AlignedBuffer from,
    long start,
    AlignedBuffer to,
    long target,
    long length,
    Func<float, float> function
) : Step
{
    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share((int)length);
        for (int i = first; i < end; i++)
        {
            to.Pointer[target + i] = function(from.Pointer[start + i]);
        }
    }
}

/// <summary>
/// y = f(a, b) with broadcasting: each of the three is a view, and a stride of 0 repeats. Runs of numbers that lie side
/// by side in the target go in rows of sixteen.
/// </summary>
internal sealed unsafe class PairStep<TRow, TPair> : Step
    where TRow : struct, IRow<TRow>
    where TPair : struct, IRowPair<TRow>
{
    private readonly PlanValue _a;
    private readonly PlanValue _b;
    private readonly PlanValue _y;
    private readonly int[] _shape;
    private readonly long[][] _strides;
    private readonly int _rows;

    /// <param name="a">Of the target's shape.</param>
    /// <param name="b">Of the target's shape.</param>
    /// <param name="y">The target.</param>
    public PairStep(PlanValue a, PlanValue b, PlanValue y)
    {
        (_a, _b, _y) = (a, b, y);
        (_shape, _strides) = Loops.Of(y, a, b);
        _rows = (int)PlanValue.CountOf(_shape[..^1]);
    }

    public override int PartsFor(int threads, int samples) =>
        Math.Clamp((int)((long)_rows * _shape[^1] / 4096), 1, Math.Min(threads, _rows));

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_rows);
        int inner = _shape[^2];
        for (int row = first; row < end; )
        {
            (long y, long a, long b) = Loops.Locate(_shape, _strides, row / inner);
            int column = row % inner;
            int stop = Math.Min(inner, column + end - row);
            row += stop - column;
            float* to = _y.Storage!.Buffer.Pointer + _y.Offset + y;
            float* left = _a.Storage!.Buffer.Pointer + _a.Offset + a;
            float* right = _b.Storage!.Buffer.Pointer + _b.Offset + b;
            for (; column < stop; column++)
            {
                Apply(
                    left + (column * _strides[1][^2]),
                    right + (column * _strides[2][^2]),
                    to + (column * _strides[0][^2])
                );
            }
        }
    }

    private void Apply(float* a, float* b, float* y)
    {
        int count = _shape[^1];
        (long byY, long byA, long byB) = (_strides[0][^1], _strides[1][^1], _strides[2][^1]);
        int i = 0;
        if (byY == 1 && byA == 1 && byB is 0 or 1 && byY == 1)
        {
            if (byB == 1)
            {
                for (; i <= count - Row.Width; i += Row.Width)
                {
                    TRow.Store(TPair.Apply(TRow.Load(a + i), TRow.Load(b + i)), y + i);
                }
            }
            else if (byA == 1)
            {
                TRow all = TRow.Create(*b);
                for (; i <= count - Row.Width; i += Row.Width)
                {
                    TRow.Store(TPair.Apply(TRow.Load(a + i), all), y + i);
                }
            }
        }
        else if (byY == 1 && byA == 0 && byB == 1)
        {
            TRow all = TRow.Create(*a);
            for (; i <= count - Row.Width; i += Row.Width)
            {
                TRow.Store(TPair.Apply(all, TRow.Load(b + i)), y + i);
            }
        }

        for (; i < count; i++)
        {
            y[i * byY] = TPair.Apply(a[i * byA], b[i * byB]);
        }
    }
}

/// <summary>y = f(a, b) with broadcasting, for functions that are rare.</summary>
internal sealed unsafe class NumberPairStep : Step
{
    private readonly PlanValue _a;
    private readonly PlanValue _b;
    private readonly PlanValue _y;
    private readonly Func<float, float, float> _function;
    private readonly int[] _shape;
    private readonly long[][] _strides;
    private readonly int _rows;

    public NumberPairStep(PlanValue a, PlanValue b, PlanValue y, Func<float, float, float> function)
    {
        (_a, _b, _y, _function) = (a, b, y, function);
        (_shape, _strides) = Loops.Of(y, a, b);
        _rows = (int)PlanValue.CountOf(_shape[..^1]);
    }

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_rows);
        int inner = _shape[^2];
        for (int row = first; row < end; row++)
        {
            (long y, long a, long b) = Loops.Locate(_shape, _strides, row / inner);
            float* to = _y.Storage!.Buffer.Pointer + _y.Offset + y + (row % inner * _strides[0][^2]);
            float* left = _a.Storage!.Buffer.Pointer + _a.Offset + a + (row % inner * _strides[1][^2]);
            float* right = _b.Storage!.Buffer.Pointer + _b.Offset + b + (row % inner * _strides[2][^2]);
            for (int i = 0; i < _shape[^1]; i++)
            {
                to[i * _strides[0][^1]] = _function(left[i * _strides[1][^1]], right[i * _strides[2][^1]]);
            }
        }
    }
}

/// <summary>How several views are walked through together.</summary>
internal static class Loops
{
    /// <summary>
    /// Extents and strides of the views, at least two dimensions, the innermost the one whose elements lie closest in
    /// the first view; dimensions that follow each other in all of them are one.
    /// </summary>
    public static (int[] Shape, long[][] Strides) Of(params PlanValue[] views)
    {
        PlanValue first = views[0];
        int[] order =
        [
            .. Enumerable.Range(0, first.Rank).Where(i => first.Shape[i] > 1).OrderByDescending(i => first.Strides[i]),
        ];
        var shape = new List<int>();
        List<long>[] strides = [.. views.Select(static _ => new List<long>())];
        foreach (int dimension in order)
        {
            int extent = first.Shape[dimension];
            bool joins =
                shape.Count > 0
                && views.Zip(strides).All(pair => pair.Second[^1] == pair.First.Strides[dimension] * extent);
            if (joins)
            {
                shape[^1] *= extent;
            }
            else
            {
                shape.Add(extent);
            }

            for (int i = 0; i < views.Length; i++)
            {
                if (joins)
                {
                    strides[i][^1] = views[i].Strides[dimension];
                }
                else
                {
                    strides[i].Add(views[i].Strides[dimension]);
                }
            }
        }

        while (shape.Count < 2)
        {
            shape.Insert(0, 1);
            Array.ForEach(strides, static list => list.Insert(0, 0));
        }

        return ([.. shape], [.. strides.Select(static list => list.ToArray())]);
    }

    /// <summary>Where the rows of the last two dimensions begin in three views.</summary>
    public static (long First, long Second, long Third) Locate(int[] shape, long[][] strides, int number)
    {
        (long first, long second, long third) = (0, 0, 0);
        for (int i = shape.Length - 3; i >= 0; i--)
        {
            (number, int index) = Math.DivRem(number, shape[i]);
            first += index * strides[0][i];
            second += index * strides[1][i];
            third += index * strides[2][i];
        }

        return (first, second, third);
    }
}
