using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>What follows the sums: strength, smoothing, resampling. An instance belongs to one thread.</summary>
internal sealed unsafe class CellKernels<TLanes> : ICellKernels
    where TLanes : struct, IFloatLanes<TLanes>
{
    // 0.005 of the strongest gradient there is: what is weaker is noise and stays weak. The strongest gradient in the
    // units of GradientSums is 2 x 16 x 255.
    private const float StrengthFloor = 0.005f * 2 * 16 * 255;

    private const int Margin = 32;

    private readonly GrowingBuffer<float> _row = new();
    private readonly BilinearTable _columns = new();
    private readonly BilinearTable _rows = new();

    public void Strength(CellPlanes sums, int radius, RowRange rows, CellPlanes strength)
    {
        int width = sums.Width;
        float* row = Row(width);
        float total = (radius + 1) * (radius + 1);
        for (int y = rows.First; y < rows.End; y++)
        {
            int x = StrengthDown<TLanes>(0, sums, radius, y, row);
            StrengthDown<Float1>(x, sums, radius, y, row);
            new Span<float>(row - radius, radius).Fill(row[0]);
            new Span<float>(row + width, radius).Fill(row[width - 1]);
            float* target = strength.Row(y);
            x = StrengthAcross<TLanes>(0, width, row, radius, total * total, target);
            StrengthAcross<Float1>(x, width, row, radius, total * total, target);
        }
    }

    public void Smooth(CellPlanes sums, CellPlanes strength, RowRange rows, CellPlanes target)
    {
        int width = sums.Width;
        float* row = Row(width);
        for (int y = rows.First; y < rows.End; y++)
        {
            for (int channel = 0; channel < ChannelLayout.Count; channel++)
            {
                CellPlanes? scale = channel == ChannelLayout.Gray ? null : strength;
                int x = SmoothDown<TLanes>(0, sums, scale, y, channel, row);
                SmoothDown<Float1>(x, sums, scale, y, channel, row);
                row[-1] = row[0];
                row[width] = row[width - 1];
                float* cells = target.Row(y, channel);
                x = SmoothAcross<TLanes>(0, width, row, cells);
                SmoothAcross<Float1>(x, width, row, cells);
            }
        }
    }

    public void Resample(CellPlanes source, ReadOnlySpan<float> factors, CellBytes target)
    {
        (int width, int height) = target.InnerSize;
        _columns.Prepare(source.Width, width);
        _rows.Prepare(source.Height, height);
        float* row = Row(source.Width);
        RowRange inner = target.InnerRows;
        for (int y = inner.First; y < inner.End; y++)
        {
            int top = _rows.Sources[y];
            int bottom = Math.Min(top + 1, source.Height - 1);
            for (int channel = 0; channel < ChannelLayout.Count; channel++)
            {
                float* above = source.Row(top, channel);
                float* below = source.Row(bottom, channel);
                int x = ResampleDown<TLanes>(0, source.Width, above, below, _rows.Weights[y], row);
                ResampleDown<Float1>(x, source.Width, above, below, _rows.Weights[y], row);
                row[source.Width] = row[source.Width - 1];
                sbyte* cells = target.InnerRow(y, channel);
                x = ResampleAcross<TLanes>(0, width, row, factors[channel], cells);
                ResampleAcross<Float1>(x, width, row, factors[channel], cells);
            }
        }

        target.FillMargins();
    }

    private float* Row(int width)
    {
        _row.Reserve(width + (2 * Margin));
        return _row.Pointer + Margin;
    }

    private static int StrengthDown<T>(int x, CellPlanes sums, int radius, int y, float* target)
        where T : struct, IFloatLanes<T>
    {
        for (; x + T.Count <= sums.Width; x += T.Count)
        {
            T sum = T.Create(0);
            for (int dy = -radius; dy <= radius; dy++)
            {
                sum +=
                    T.Load(sums.ClampedRow(y + dy, ChannelLayout.Magnitude) + x) * T.Create(radius + 1 - Math.Abs(dy));
            }

            sum.Store(target + x);
        }

        return x;
    }

    private static int StrengthAcross<T>(int x, int width, float* source, int radius, float total, float* target)
        where T : struct, IFloatLanes<T>
    {
        for (; x + T.Count <= width; x += T.Count)
        {
            T sum = T.Create(0);
            for (int dx = -radius; dx <= radius; dx++)
            {
                sum += T.Load(source + x + dx) * T.Create(radius + 1 - Math.Abs(dx));
            }

            (T.Create(1) / ((sum / T.Create(total)) + T.Create(StrengthFloor))).Store(target + x);
        }

        return x;
    }

    private static int SmoothDown<T>(int x, CellPlanes sums, CellPlanes? scale, int y, int channel, float* target)
        where T : struct, IFloatLanes<T>
    {
        float* above = sums.ClampedRow(y - 1, channel);
        float* middle = sums.Row(y, channel);
        float* below = sums.ClampedRow(y + 1, channel);
        if (scale is null)
        {
            for (; x + T.Count <= sums.Width; x += T.Count)
            {
                T centre = T.Load(middle + x);
                (T.Load(above + x) + (centre + centre) + T.Load(below + x)).Store(target + x);
            }

            return x;
        }

        float* scaleAbove = scale.ClampedRow(y - 1);
        float* scaleMiddle = scale.Row(y);
        float* scaleBelow = scale.ClampedRow(y + 1);
        for (; x + T.Count <= sums.Width; x += T.Count)
        {
            T centre = T.Load(middle + x) * T.Load(scaleMiddle + x);
            (
                (T.Load(above + x) * T.Load(scaleAbove + x))
                + (centre + centre)
                + (T.Load(below + x) * T.Load(scaleBelow + x))
            ).Store(target + x);
        }

        return x;
    }

    private static int SmoothAcross<T>(int x, int width, float* source, float* target)
        where T : struct, IFloatLanes<T>
    {
        T sixteenth = T.Create(1f / 16);
        for (; x + T.Count <= width; x += T.Count)
        {
            T centre = T.Load(source + x);
            ((T.Load(source + x - 1) + (centre + centre) + T.Load(source + x + 1)) * sixteenth).Store(target + x);
        }

        return x;
    }

    private static int ResampleDown<T>(int x, int width, float* above, float* below, float weight, float* target)
        where T : struct, IFloatLanes<T>
    {
        T lower = T.Create(weight);
        for (; x + T.Count <= width; x += T.Count)
        {
            T upper = T.Load(above + x);
            (upper + ((T.Load(below + x) - upper) * lower)).Store(target + x);
        }

        return x;
    }

    private int ResampleAcross<T>(int x, int width, float* source, float factor, sbyte* target)
        where T : struct, IFloatLanes<T>
    {
        T scale = T.Create(factor);
        int* sources = _columns.Sources;
        float* weights = _columns.Weights;
        for (; x + T.Count <= width; x += T.Count)
        {
            T left = T.Gather(source, sources + x);
            T right = T.Gather(source + 1, sources + x);
            T value = left + ((right - left) * T.Load(weights + x));
            T.Max(value * scale, T.Create(0)).StoreBiased(target + x);
        }

        return x;
    }
}
