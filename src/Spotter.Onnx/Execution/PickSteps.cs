using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>Whole slices of a source at places that are computed.</summary>
/// <param name="x">Row by row.</param>
/// <param name="places">Row by row; below 0 they count from the end.</param>
/// <param name="y">Row by row: (outer, places, inner).</param>
/// <param name="length">How many slices there are.</param>
/// <param name="inner">Numbers a slice.</param>
internal sealed unsafe class PickStep(PlanValue x, PlanValue places, PlanValue y, int length, int inner) : Step
{
    private readonly int _places = (int)places.Count;
    private readonly int _slices = (int)(y.Count / inner);

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_slices);
        float* source = x.Storage!.Buffer.Pointer + x.Offset;
        float* index = places.Storage!.Buffer.Pointer + places.Offset;
        float* target = y.Storage!.Buffer.Pointer + y.Offset;
        for (int slice = first; slice < end; slice++)
        {
            (int outer, int number) = Math.DivRem(slice, _places);
            long from = (((long)outer * length) + PickElementsStep.PlaceOf(index[number], length)) * inner;
            new ReadOnlySpan<float>(source + from, inner).CopyTo(
                new Span<float>(target + ((long)slice * inner), inner)
            );
        }
    }
}

/// <summary>A number for each place that is computed, along one dimension.</summary>
internal sealed unsafe class PickElementsStep : Step
{
    private readonly PlanValue _x;
    private readonly PlanValue _places;
    private readonly PlanValue _y;
    private readonly int _axis;
    private readonly long[] _strides;
    private readonly int _rows;

    /// <param name="x">Row by row.</param>
    /// <param name="places">Row by row; below 0 they count from the end.</param>
    /// <param name="y">Row by row, in the shape of the places.</param>
    /// <param name="axis">Along which they count.</param>
    public PickElementsStep(PlanValue x, PlanValue places, PlanValue y, int axis)
    {
        (_x, _places, _y, _axis) = (x, places, y, axis);
        _strides = PlanValue.RowMajor(x.Shape);
        _rows = (int)(y.Count / y.Shape[^1]);
    }

    public override void Forward(Worker worker, int samples)
    {
        (int first, int end) = worker.Share(_rows);
        float* source = _x.Storage!.Buffer.Pointer + _x.Offset;
        float* index = _places.Storage!.Buffer.Pointer + _places.Offset;
        float* target = _y.Storage!.Buffer.Pointer + _y.Offset;
        int columns = _y.Shape[^1];
        int length = _x.Shape[_axis];
        int last = _y.Rank - 1;
        for (int row = first; row < end; row++)
        {
            long from = 0;
            int rest = row;
            for (int i = last - 1; i >= 0; i--)
            {
                (rest, int place) = Math.DivRem(rest, _y.Shape[i]);
                from += i == _axis ? 0 : place * _strides[i];
            }

            long start = (long)row * columns;
            for (int column = 0; column < columns; column++)
            {
                long own = last == _axis ? 0 : column * _strides[last];
                target[start + column] = source[
                    from + own + (PlaceOf(index[start + column], length) * _strides[_axis])
                ];
            }
        }
    }

    /// <summary>A place as a number of 0 to the length: those below 0 count from the end.</summary>
    /// <exception cref="EngineException">There is no such place.</exception>
    internal static int PlaceOf(float number, int length)
    {
        // What is no number is no place either.
        int place = number < 0 ? (int)number + length : (int)number;
        return place >= 0 && place < length
            ? place
            : throw new EngineException($"an index of {number} is computed where {length} are the most");
    }
}
