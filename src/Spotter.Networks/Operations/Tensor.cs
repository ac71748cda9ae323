using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>
/// Values between two operations of a plan, sample by sample, pixel by pixel, channels side by side. Channels of inner
/// tensors are padded to whole rows of sixteen; lanes of the padding hold anything and nobody reads them as values.
/// </summary>
internal sealed unsafe class Tensor
{
    private const int LineFloats = 16;

    private readonly int _offset;

    private Tensor(
        TensorShape shape,
        int pixelStride,
        int sampleStride,
        AlignedBuffer value,
        AlignedBuffer? gradient,
        int offset = 0
    )
    {
        _offset = offset;
        Shape = shape;
        PixelStride = pixelStride;
        SampleStride = sampleStride;
        Value = value;
        Gradient = gradient;
    }

    public TensorShape Shape { get; }

    public int Channels => Shape.Channels;

    public int Pixels => Shape.Height * Shape.Width;

    /// <summary>Floats from a pixel to the next.</summary>
    public int PixelStride { get; }

    /// <summary>Floats from a sample to the next, whole rows of sixteen.</summary>
    public int SampleStride { get; }

    /// <summary>Rows of sixteen that hold a sample.</summary>
    public int RowsPerSample => (Pixels * PixelStride + Row.Width - 1) / Row.Width;

    public bool HasWholeRows => PixelStride % Row.Width == 0;

    public AlignedBuffer Value { get; }

    /// <summary>The derivative of the loss by these values; null where nobody needs it.</summary>
    public AlignedBuffer? Gradient { get; }

    public float* Data => Value.Pointer + _offset;

    public float* Slope => Gradient!.Pointer;

    /// <summary>What goes into a network: channels side by side as in a picture, no padding between pixels.</summary>
    public static Tensor ForInput(TensorShape shape, int batch)
    {
        int sampleStride = OddLines(shape.Length);
        return new Tensor(
            shape,
            shape.Channels,
            sampleStride,
            new AlignedBuffer((long)batch * sampleStride),
            gradient: null
        );
    }

    public static Tensor Create(TensorShape shape, int batch, bool withGradient) =>
        Create(shape, batch, static length => new AlignedBuffer(length), withGradient);

    /// <param name="shape">Of a sample.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="allocate">Gives memory of that length or more.</param>
    /// <param name="withGradient">Whether someone asks for the gradient.</param>
    public static Tensor Create(
        TensorShape shape,
        int batch,
        Func<long, AlignedBuffer> allocate,
        bool withGradient = false
    )
    {
        int pixelStride = RoundUp(shape.Channels);
        long whole = (long)shape.Height * shape.Width * pixelStride;
        if (whole > int.MaxValue / 2)
        {
            throw new ArgumentException($"a layer of {shape} does not fit into memory");
        }

        int sampleStride = shape.IsImage ? (int)whole : OddLines(shape.Channels);
        long length = (long)batch * sampleStride;
        return new Tensor(
            shape,
            pixelStride,
            sampleStride,
            allocate(length),
            withGradient ? new AlignedBuffer(length) : null
        );
    }

    /// <summary>Pictures that lie in memory of somebody else's: some channels of others, for example.</summary>
    /// <param name="shape">Of a sample.</param>
    /// <param name="pixelStride">Floats from a pixel to the next; rows of pixels follow without a gap.</param>
    /// <param name="sampleStride">Floats from a sample to the next.</param>
    /// <param name="value">Where they lie.</param>
    /// <param name="offset">Floats before the first.</param>
    public static Tensor View(TensorShape shape, int pixelStride, int sampleStride, AlignedBuffer value, int offset) =>
        new(shape, pixelStride, sampleStride, value, gradient: null, offset);

    /// <summary>A tensor of the layout of <paramref name="like"/> with memory of its own.</summary>
    public static Tensor CreateLike(Tensor like, bool withGradient) =>
        new(
            like.Shape,
            like.PixelStride,
            like.SampleStride,
            new AlignedBuffer(like.Value.Length),
            withGradient ? new AlignedBuffer(like.Value.Length) : null
        );

    /// <summary>The same values as features, without a copy; null where padding lies between the pixels.</summary>
    public Tensor? AsFeatures()
    {
        if (PixelStride != Channels)
        {
            return null;
        }

        return new Tensor(TensorShape.Features(Shape.Length), RoundUp(Shape.Length), SampleStride, Value, Gradient);
    }

    /// <summary>The same values with a gradient of its own, for one of several readers.</summary>
    public Tensor Branch() =>
        new(Shape, PixelStride, SampleStride, Value, Gradient is null ? null : new AlignedBuffer(Gradient.Length));

    public static int RoundUp(int count) => (count + LineFloats - 1) / LineFloats * LineFloats;

    // Samples an odd number of cache lines apart spread over all sets of the cache, whatever column is read.
    private static int OddLines(int count) => (((count + LineFloats - 1) / LineFloats) | 1) * LineFloats;
}
