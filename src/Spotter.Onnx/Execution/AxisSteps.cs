using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>
/// Shares that add up to 1 along one dimension, of numbers row by row: (outer, count, inner). Sixteen columns go at
/// a time.
/// </summary>
internal sealed unsafe class SoftmaxStep<TRow>(PlanValue x, PlanValue y, int outer, int count, int inner, bool isLog)
    : Step
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public override void Forward(Worker worker, int samples)
    {
        int blocks = (inner + Width - 1) / Width;
        (int first, int end) = worker.Share(outer * blocks);
        float* from = x.Storage!.Buffer.Pointer + x.Offset;
        float* to = y.Storage!.Buffer.Pointer + y.Offset;
        for (int i = first; i < end; i++)
        {
            (int one, int block) = Math.DivRem(i, blocks);
            long start = ((long)one * count * inner) + (block * Width);
            int columns = Math.Min(Width, inner - (block * Width));
            if (columns == Width && !isLog)
            {
                Sixteen(from + start, to + start);
            }
            else if (inner == 1 && count >= Width && !isLog)
            {
                Line(from + start, to + start);
            }
            else
            {
                for (int column = 0; column < columns; column++)
                {
                    One(from + start + column, to + start + column);
                }
            }
        }
    }

    private void Sixteen(float* from, float* to)
    {
        TRow most = TRow.Load(from);
        for (int i = 1; i < count; i++)
        {
            most = TRow.Max(most, TRow.Load(from + ((long)i * inner)));
        }

        TRow sum = TRow.Zero;
        for (int i = 0; i < count; i++)
        {
            TRow power = RowMath.Exp(TRow.Subtract(TRow.Load(from + ((long)i * inner)), most));
            TRow.Store(power, to + ((long)i * inner));
            sum = TRow.Add(sum, power);
        }

        for (int i = 0; i < count; i++)
        {
            TRow.Store(TRow.Divide(TRow.Load(to + ((long)i * inner)), sum), to + ((long)i * inner));
        }
    }

    private void Line(float* from, float* to)
    {
        int whole = count / Width * Width;
        TRow rows = TRow.Load(from);
        for (int i = Width; i < whole; i += Width)
        {
            rows = TRow.Max(rows, TRow.Load(from + i));
        }

        float most = TRow.MaxLane(rows);
        for (int i = whole; i < count; i++)
        {
            most = MathF.Max(most, from[i]);
        }

        TRow sums = TRow.Zero;
        for (int i = 0; i < whole; i += Width)
        {
            TRow power = RowMath.Exp(TRow.Subtract(TRow.Load(from + i), TRow.Create(most)));
            TRow.Store(power, to + i);
            sums = TRow.Add(sums, power);
        }

        float sum = TRow.Sum(sums);
        for (int i = whole; i < count; i++)
        {
            to[i] = MathF.Exp(from[i] - most);
            sum += to[i];
        }

        for (int i = 0; i < whole; i += Width)
        {
            TRow.Store(TRow.Divide(TRow.Load(to + i), TRow.Create(sum)), to + i);
        }

        for (int i = whole; i < count; i++)
        {
            to[i] /= sum;
        }
    }

    private void One(float* from, float* to)
    {
        float most = from[0];
        for (int i = 1; i < count; i++)
        {
            most = MathF.Max(most, from[(long)i * inner]);
        }

        float sum = 0;
        for (int i = 0; i < count; i++)
        {
            float power = MathF.Exp(from[(long)i * inner] - most);
            to[(long)i * inner] = isLog ? from[(long)i * inner] - most : power;
            sum += power;
        }

        for (int i = 0; i < count; i++)
        {
            to[(long)i * inner] = isLog ? to[(long)i * inner] - MathF.Log(sum) : to[(long)i * inner] / sum;
        }
    }
}

/// <summary>What numbers along some dimensions come to: (kept, reduced) by strides, in double precision.</summary>
internal sealed unsafe class ReduceStep(
    PlanValue x,
    PlanValue y,
    int[] kept,
    int[] reduced,
    Func<double, double, double> add,
    double start,
    Func<double, double, double> end
) : Step
{
    private readonly long[] _inner = OffsetsOf(x, reduced);
    private readonly long[] _outer = OffsetsOf(x, kept);

    public override int PartsFor(int threads, int samples) => Math.Clamp(_outer.Length, 1, threads);

    public override void Forward(Worker worker, int samples)
    {
        (int first, int stop) = worker.Share(_outer.Length);
        float* from = x.Storage!.Buffer.Pointer + x.Offset;
        for (int i = first; i < stop; i++)
        {
            double sum = start;
            float* some = from + _outer[i];
            foreach (long offset in _inner)
            {
                sum = add(sum, some[offset]);
            }

            y.Storage!.Buffer.Pointer[y.Offset + i] = (float)end(sum, _inner.Length);
        }
    }

    /// <summary>Where the elements of some dimensions lie, the last of them fastest.</summary>
    public static long[] OffsetsOf(PlanValue x, int[] dimensions)
    {
        long[] offsets = [0];
        foreach (int dimension in dimensions)
        {
            offsets =
            [
                .. offsets.SelectMany(offset =>
                    Enumerable.Range(0, x.Shape[dimension]).Select(i => offset + (i * x.Strides[dimension]))
                ),
            ];
        }

        return offsets;
    }
}

/// <summary>Where the greatest or the least number along one dimension is; the first of equals, or the last.</summary>
internal sealed unsafe class PlaceStep(PlanValue x, PlanValue y, int axis, bool isLeast, bool isLast) : Step
{
    private readonly long[] _outer = ReduceStep.OffsetsOf(x, [.. Enumerable.Range(0, x.Rank).Where(i => i != axis)]);

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_outer.Length);
        for (int i = first; i < end; i++)
        {
            float* from = x.Storage!.Buffer.Pointer + x.Offset + _outer[i];
            int best = 0;
            for (int k = 1; k < x.Shape[axis]; k++)
            {
                (float value, float record) = (from[k * x.Strides[axis]], from[best * x.Strides[axis]]);
                bool isBetter = isLeast ? value < record : value > record;
                best = isBetter || (isLast && value == record) ? k : best;
            }

            y.Storage!.Buffer.Pointer[y.Offset + i] = best;
        }
    }
}

/// <summary>The greatest or least numbers along one dimension in their order, and where they were.</summary>
internal sealed unsafe class TopStep(PlanValue x, PlanValue values, PlanValue places, int axis, bool isLeast) : Step
{
    private readonly int[] _others = [.. Enumerable.Range(0, x.Rank).Where(i => i != axis)];

    public override int PartsFor(int threads, int samples) => 1;

    public override void Forward(Worker worker, int samples)
    {
        long[] from = ReduceStep.OffsetsOf(x, _others);
        long[] to = ReduceStep.OffsetsOf(values, _others);
        int count = x.Shape[axis];
        var keys = new float[count];
        var order = new int[count];
        for (int i = 0; i < from.Length; i++)
        {
            float* line = x.Storage!.Buffer.Pointer + x.Offset + from[i];
            for (int k = 0; k < count; k++)
            {
                keys[k] = line[k * x.Strides[axis]];
                order[k] = k;
            }

            // Of equals the one that stood before comes first.
            Array.Sort(order, (left, right) =>
                (isLeast ? keys[left].CompareTo(keys[right]) : keys[right].CompareTo(keys[left])) is not 0 and var by
                    ? by
                    : left.CompareTo(right)
            );
            for (int k = 0; k < values.Shape[axis]; k++)
            {
                long at = to[i] + (k * values.Strides[axis]);
                values.Storage!.Buffer.Pointer[values.Offset + at] = keys[order[k]];
                places.Storage!.Buffer.Pointer[places.Offset + at] = order[k];
            }
        }
    }
}

/// <summary>
/// (x - mean) / sqrt(variance + epsilon) of stretches that lie one behind the other; a scale and a shift for each
/// element of a stretch or for each stretch in turn.
/// </summary>
internal sealed unsafe class NormalizeStep(
    PlanValue x,
    PlanValue y,
    int length,
    float epsilon,
    float[] scales,
    float[] shifts,
    int perScale
) : Step
{
    public override void Forward(Worker worker, int samples)
    {
        int stretches = (int)(x.Count / length);
        (int first, int end) = worker.Share(stretches);
        for (int i = first; i < end; i++)
        {
            float* from = x.Storage!.Buffer.Pointer + x.Offset + ((long)i * length);
            float* to = y.Storage!.Buffer.Pointer + y.Offset + ((long)i * length);
            double sum = 0;
            for (int k = 0; k < length; k++)
            {
                sum += from[k];
            }

            double mean = sum / length;
            double squares = 0;
            for (int k = 0; k < length; k++)
            {
                squares += (from[k] - mean) * (from[k] - mean);
            }

            double factor = 1 / Math.Sqrt((squares / length) + epsilon);
            for (int k = 0; k < length; k++)
            {
                int place = (int)((((long)i * length) + k) / perScale % scales.Length);
                to[k] = (float)(((from[k] - mean) * factor * scales[place]) + shifts[place]);
            }
        }
    }
}
