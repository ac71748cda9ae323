using System.Numerics;
using System.Runtime.InteropServices;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>The least and the greatest number, a pair from each part.</summary>
internal sealed unsafe class RangeStep : Step
{
    private readonly PlanValue _x;
    private readonly PlanValue _range;
    private readonly int[] _shape;
    private readonly long[][] _strides;
    private readonly int _rows;

    public RangeStep(PlanValue x, PlanValue range)
    {
        (_x, _range) = (x, range);
        (_shape, _strides) = Loops.Of(x);
        _rows = (int)PlanValue.CountOf(_shape[..^1]);
    }

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_rows);
        (float least, float most) = (0, 0);
        for (int row = first; row < end; row++)
        {
            long from = _x.Offset;
            int rest = row;
            for (int i = _shape.Length - 2; i >= 0; i--)
            {
                (rest, int index) = Math.DivRem(rest, _shape[i]);
                from += index * _strides[0][i];
            }

            var line = new ReadOnlySpan<float>(_x.Storage!.Buffer.Pointer + from, _shape[^1]);
            ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(line);
            Vector<float> low = Vector<float>.Zero;
            Vector<float> high = Vector<float>.Zero;
            foreach (Vector<float> some in wide)
            {
                low = Vector.Min(low, some);
                high = Vector.Max(high, some);
            }

            for (int i = 0; i < Vector<float>.Count; i++)
            {
                least = Math.Min(least, low[i]);
                most = Math.Max(most, high[i]);
            }

            foreach (float number in line[(wide.Length * Vector<float>.Count)..])
            {
                least = Math.Min(least, number);
                most = Math.Max(most, number);
            }
        }

        Span<float> range = _range.Storage!.Buffer.Span;
        range[2 * worker.Part] = least;
        range[(2 * worker.Part) + 1] = most;
    }
}

/// <summary>What ONNX's DynamicQuantizeLinear gives: numbers of 0..255, their scale and their zero.</summary>
internal sealed unsafe class QuantizeStep(PlanValue x, PlanValue range, PlanValue y, PlanValue scale, PlanValue zero)
    : Step
{
    private readonly (int[] Shape, long[][] Strides) _loops = Loops.Of(y, x);

    public override void Forward(Worker worker, int samples)
    {
        (float least, float most) = (0, 0);
        ReadOnlySpan<float> parts = range.Storage!.Buffer.Span[..(int)range.Count];
        for (int i = 0; i < worker.Count; i++)
        {
            least = Math.Min(least, parts[2 * i]);
            most = Math.Max(most, parts[(2 * i) + 1]);
        }

        float step = most == least ? 1 : (most - least) / 255;
        float origin = MathF.Round(Math.Clamp(-least / step, 0, 255), MidpointRounding.ToEven);
        if (worker.Part == 0)
        {
            *(scale.Storage!.Buffer.Pointer + scale.Offset) = step;
            *(zero.Storage!.Buffer.Pointer + zero.Offset) = origin;
        }

        (int[] shape, long[][] strides) = _loops;
        int rows = (int)PlanValue.CountOf(shape[..^1]);
        (int first, int end) = worker.Share(rows);
        int wide = Vector<float>.Count;
        Vector<float> by = new(step);
        Vector<float> from = new(origin);
        Vector<float> magic = new(12582912f);
        for (int row = first; row < end; row++)
        {
            int rest = row;
            long to = y.Offset;
            long source = x.Offset;
            for (int i = shape.Length - 2; i >= 0; i--)
            {
                (rest, int index) = Math.DivRem(rest, shape[i]);
                to += index * strides[0][i];
                source += index * strides[1][i];
            }

            float* read = x.Storage!.Buffer.Pointer + source;
            float* write = y.Storage!.Buffer.Pointer + to;
            int column = 0;
            for (; column <= shape[^1] - wide; column += wide)
            {
                Vector<float> steps = (Vector.Load(read + column) / by) + magic - magic + from;
                Vector.Store(Vector.Min(Vector.Max(steps, Vector<float>.Zero), new(255f)), write + column);
            }

            for (; column < shape[^1]; column++)
            {
                float steps = MathF.Round(read[column] / step, MidpointRounding.ToEven) + origin;
                write[column] = Math.Clamp(steps, 0, 255);
            }
        }
    }
}
