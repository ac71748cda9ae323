// P. Dollar, Z. Tu, P. Perona, S. Belongie: Integral channel features, BMVC 2009, section 2 (which channels);
// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014, section 6.1.

using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>
/// Means of gray, gradient magnitude and oriented gradients over the cells of a picture. The picture is smoothed by
/// (1 2 1) first, in whole numbers, which floats hold exactly. An instance belongs to one thread.
/// </summary>
/// <remarks>
/// A gradient g counts for direction d with max(0, |g . d| - |g| cos 30): directions are 30 degrees apart, so a
/// gradient falls into the nearest direction, or is shared by the two nearest, without an arc tangent.
/// </remarks>
internal sealed unsafe class GradientSums<TLanes> : IGradientSums
    where TLanes : struct, IFloatLanes<TLanes>
{
    private const float Cos30 = 0.8660254f;
    private const float Sin30 = 0.5f;

    // The smoothing's weights add up to 4 in each direction.
    private const float SmoothingSum = 16;

    private const int Margin = 16;
    private const int SmoothedRows = 3;

    private readonly GrowingBuffer<float> _blended = new();
    private readonly GrowingBuffer<float>[] _smoothed = [new(), new(), new()];
    private readonly GrowingBuffer<float> _sums = new();
    private byte* _pixels;
    private int _stride;
    private int _width;
    private int _height;
    private int _sumStride;

    public void Start(byte* pixels, int stride, int width, int height)
    {
        _pixels = pixels;
        (_stride, _width, _height) = (stride, width, height);
        _sumStride = (width + Margin) / 16 * 16;
        _blended.Reserve(_sumStride + (2 * Margin));
        _sums.Reserve(_sumStride * ChannelLayout.Count);
        foreach (GrowingBuffer<float> row in _smoothed)
        {
            row.Reserve(_sumStride + (2 * Margin));
        }
    }

    public void Rows(int shrink, RowRange rows, CellPlanes target)
    {
        for (int y = (rows.First * shrink) - 1; y <= rows.First * shrink; y++)
        {
            Smooth(y);
        }

        for (int row = rows.First; row < rows.End; row++)
        {
            for (int line = 0; line < shrink; line++)
            {
                int y = (row * shrink) + line;
                Smooth(y + 1);
                AddLine(y, isFirst: line == 0);
            }

            Reduce(shrink, row, target);
        }
    }

    private float* Smoothed(int y) => _smoothed[(y + SmoothedRows) % SmoothedRows].Pointer + Margin;

    private void Smooth(int y)
    {
        float* target = Smoothed(y);
        int nearest = Math.Clamp(y, 0, _height - 1);
        byte* middle = Line(nearest);
        byte* above = Line(Math.Max(nearest - 1, 0));
        byte* below = Line(Math.Min(nearest + 1, _height - 1));
        float* blended = _blended.Pointer + Margin;
        int x = Blend<TLanes>(0, above, middle, below, blended);
        Blend<Float1>(x, above, middle, below, blended);
        blended[-1] = blended[0];
        blended[_width] = blended[_width - 1];
        x = SmoothAcross<TLanes>(0, blended, target);
        SmoothAcross<Float1>(x, blended, target);
        target[-1] = target[0];
        target[_width] = target[_width - 1];
    }

    private byte* Line(int y) => _pixels + ((long)y * _stride);

    private int Blend<T>(int x, byte* above, byte* middle, byte* below, float* target)
        where T : struct, IFloatLanes<T>
    {
        for (; x + T.Count <= _width; x += T.Count)
        {
            T centre = T.LoadBytes(middle + x);
            (T.LoadBytes(above + x) + (centre + centre) + T.LoadBytes(below + x)).Store(target + x);
        }

        return x;
    }

    private int SmoothAcross<T>(int x, float* source, float* target)
        where T : struct, IFloatLanes<T>
    {
        for (; x + T.Count <= _width; x += T.Count)
        {
            T centre = T.Load(source + x);
            (T.Load(source + x - 1) + (centre + centre) + T.Load(source + x + 1)).Store(target + x);
        }

        return x;
    }

    private void AddLine(int y, bool isFirst)
    {
        if (isFirst)
        {
            new Span<float>(_sums.Pointer, _sumStride * ChannelLayout.Count).Clear();
        }

        int x = AddGradients<TLanes>(0, Smoothed(y - 1), Smoothed(y), Smoothed(y + 1));
        AddGradients<Float1>(x, Smoothed(y - 1), Smoothed(y), Smoothed(y + 1));
    }

    private int AddGradients<T>(int x, float* above, float* middle, float* below)
        where T : struct, IFloatLanes<T>
    {
        T cos = T.Create(Cos30);
        T sin = T.Create(Sin30);
        for (; x + T.Count <= _width; x += T.Count)
        {
            T across = T.Load(middle + x + 1) - T.Load(middle + x - 1);
            T down = T.Load(below + x) - T.Load(above + x);
            T magnitude = T.Sqrt((across * across) + (down * down));
            T floor = magnitude * cos;
            T acrossCos = across * cos;
            T acrossSin = across * sin;
            T downCos = down * cos;
            T downSin = down * sin;
            float* sums = _sums.Pointer + x;
            Add(sums, ChannelLayout.Gray, T.Load(middle + x));
            Add(sums, ChannelLayout.Magnitude, magnitude);
            AddDirection(sums, 0, across, floor);
            AddDirection(sums, 1, acrossCos + downSin, floor);
            AddDirection(sums, 2, acrossSin + downCos, floor);
            AddDirection(sums, 3, down, floor);
            AddDirection(sums, 4, downCos - acrossSin, floor);
            AddDirection(sums, 5, downSin - acrossCos, floor);
        }

        return x;
    }

    private void AddDirection<T>(float* sums, int direction, T projection, T floor)
        where T : struct, IFloatLanes<T> =>
        Add(sums, ChannelLayout.FirstOrientation + direction, T.Max(T.Abs(projection) - floor, T.Create(0)));

    private void Add<T>(float* sums, int channel, T value)
        where T : struct, IFloatLanes<T>
    {
        float* sum = sums + (channel * _sumStride);
        (T.Load(sum) + value).Store(sum);
    }

    private void Reduce(int shrink, int row, CellPlanes target)
    {
        float mean = 1f / (shrink * shrink);
        for (int channel = 0; channel < ChannelLayout.Count; channel++)
        {
            float factor = channel == ChannelLayout.Gray ? mean / SmoothingSum : mean;
            float* source = _sums.Pointer + (channel * _sumStride);
            float* cells = target.Row(row, channel);
            for (int x = 0; x < target.Width; x++, source += shrink)
            {
                float sum = source[0];
                for (int i = 1; i < shrink; i++)
                {
                    sum += source[i];
                }

                cells[x] = sum * factor;
            }
        }
    }
}
