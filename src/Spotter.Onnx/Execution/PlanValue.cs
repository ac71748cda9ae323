using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>
/// A value of a graph while a plan is made: numbers that are known beforehand, or a view of memory that a step fills.
/// Extents are always known.
/// </summary>
internal sealed class PlanValue
{
    private double[]? _numbers;
    private float[]? _floats;

    public required int[] Shape { get; init; }

    public ElementType Type { get; init; } = ElementType.Float;

    /// <summary>Reads weights when they are asked for; null where they are not in a file.</summary>
    public WeightSource? Source { get; init; }

    /// <summary>Numbers that are known, as floats; whole ones are in <see cref="Numbers"/>.</summary>
    public float[]? Floats
    {
        get => _floats ?? Source?.Value;
        init => _floats = value;
    }

    /// <summary>Numbers that are known, row-major; null for what is computed in each run.</summary>
    public double[]? Numbers
    {
        get => _numbers ??= Floats is null ? null : Array.ConvertAll(Floats, static number => (double)number);
        init => _numbers = value;
    }

    public bool IsKnown => _floats is not null || Source is not null || _numbers is not null;

    /// <summary>Where it lies; null for what is known, and while only sizes are looked at.</summary>
    public ValueMemory? Storage { get; set; }

    /// <summary>Floats before the first element.</summary>
    public long Offset { get; init; }

    /// <summary>Floats from an element to the next along each dimension; 0 repeats one.</summary>
    public long[] Strides { get; init; } = [];

    /// <summary>Nodes that have yet to read it.</summary>
    public int Readers { get; set; }

    public int Rank => Shape.Length;

    public long Count => CountOf(Shape);

    public static long CountOf(IEnumerable<int> shape) =>
        shape.Aggregate(1L, static (product, extent) => product * extent);

    /// <summary>The strides of numbers that lie row by row without a gap.</summary>
    public static long[] RowMajor(IReadOnlyList<int> shape)
    {
        var strides = new long[shape.Count];
        long stride = 1;
        for (int i = shape.Count - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    /// <summary>Whether it lies row by row without a gap.</summary>
    public bool IsRowMajor => HasStrides(RowMajor(Shape));

    /// <summary>Whether it lies as strides say; those of a single element do not matter.</summary>
    public bool HasStrides(long[] strides)
    {
        for (int i = 0; i < Rank; i++)
        {
            if (Shape[i] != 1 && Strides[i] != strides[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Floats from a pixel to the next where it is a picture (N, C, H, W) as the kernels take them, channels
    /// side by side and rows without a gap; 0 where it is not.</summary>
    public int PixelStride
    {
        get
        {
            if (Rank != 4 || Strides.Length != 4 || (Shape[1] > 1 && Strides[1] != 1))
            {
                return 0;
            }

            long pixel =
                Shape[3] > 1 ? Strides[3]
                : Shape[2] > 1 ? Strides[2]
                : (Shape[1] + 15) / 16 * 16;
            return pixel >= Shape[1] && HasStrides([Strides[0], 1, Shape[3] * pixel, pixel]) ? (int)pixel : 0;
        }
    }

    /// <summary>Whether its channels lie side by side and its pixels apart.</summary>
    public bool HasChannelsInside => Rank == 4 && Shape[1] > 1 && Shape[2] * Shape[3] > 1 && PixelStride > 0;

    /// <summary>The same numbers in another shape, of another type or with other readers.</summary>
    public PlanValue With(int[]? shape = null, ElementType? type = null, int readers = 0) =>
        new()
        {
            Shape = shape ?? Shape,
            Type = type ?? Type,
            Source = Source,
            Floats = _floats,
            Numbers = _floats is null && Source is null ? _numbers : null,
            Storage = Storage,
            Offset = Offset,
            Strides = Strides,
            Readers = readers,
        };

    /// <summary>The same memory seen otherwise.</summary>
    public PlanValue View(int[] shape, long offset, long[] strides) =>
        new()
        {
            Shape = shape,
            Type = Type,
            Storage = Storage,
            Offset = offset,
            Strides = strides,
        };
}
