using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>
/// Operations that only run forward: endings and pools are part of convolutions, filters come from what all plans of a
/// network share, and values that nobody reads any more leave their memory to others.
/// </summary>
internal sealed class InferenceCompiler<TRow>(int batch, int threads, PreparedFilters filters)
    : PlanCompiler<TRow>(batch, threads)
    where TRow : struct, IRow<TRow>
{
    private readonly BufferPool _buffers = new();

    protected override Tensor NewTensor(TensorShape shape, bool withGradient) =>
        Tensor.Create(shape, Batch, _buffers.Take);

    protected override void Keep(Tensor tensor, int readers) => _buffers.Keep(tensor.Value, readers);

    protected override void Release(Tensor tensor) => _buffers.Release(tensor.Value);

    protected override Tensor? AddPooledConvolution(
        BuiltLayer built,
        Conv2D layer,
        BuiltLayer next,
        MaxPooling2D pooling,
        Tensor x
    ) =>
        IsPlainPool(next, pooling) && built.EndingOr(layer.Activation).Factor is { } factor
            ? AddConvolution(built, layer, x, NewTensor(next.Output, withGradient: false), factor, isPooled: true)
            : null;

    protected override Tensor AddConvolution(BuiltLayer built, Conv2D layer, Tensor x)
    {
        Ending ending = built.EndingOr(layer.Activation);
        Tensor y = NewTensor(built.Output, withGradient: false);
        AddConvolution(built, layer, x, y, ending.Factor ?? 1, isPooled: false);
        return AddRest(ending, y);
    }

    protected override Tensor AddDepthwise(BuiltLayer built, DepthwiseConv2D layer, Tensor x)
    {
        Ending ending = built.EndingOr(layer.Activation);
        x = WithWholeRows(x);
        Tensor y = NewTensor(built.Output, withGradient: false);
        Window window = Window.Create(built.Input, layer.Kernel, layer.Stride, layer.Padding);
        Add(
            new DepthwiseOperation<TRow>(
                x,
                y,
                new ConvolutionParts(window, built.Parameters[0], built.Parameters[1], ending.Factor ?? 1)
            )
        );
        return AddRest(ending, y);
    }

    protected override Tensor AddDense(BuiltLayer built, Dense layer, Tensor x)
    {
        Ending ending = built.EndingOr(layer.Activation);
        Tensor y = NewTensor(built.Output, withGradient: false);
        bool hasRelu = ending.Function == ActivationKind.ReLU;
        Add(new DenseOperation<TRow>(x, y, built.Parameters[0], built.Parameters[1], hasRelu));
        return hasRelu ? y : AddOwnActivation(ending.Function, ending.Slope, y);
    }

    // Values of its own are changed where they lie.
    protected override Tensor AddOwnActivation(ActivationKind function, float slope, Tensor y)
    {
        if (function == ActivationKind.Softmax)
        {
            Add(new SoftmaxOperation(y, y));
        }
        else if (function != ActivationKind.Linear)
        {
            Add(new ActivationOperation<TRow>(y, y, function, slope));
        }

        return y;
    }

    private Tensor AddRest(Ending ending, Tensor y) =>
        ending.Factor is null ? AddOwnActivation(ending.Function, ending.Slope, y) : y;

    private Tensor AddConvolution(BuiltLayer built, Conv2D layer, Tensor x, Tensor y, float factor, bool isPooled)
    {
        Window window = Window.Create(built.Input, layer.Kernel, layer.Stride, layer.Padding);
        var parts = new ConvolutionParts(window, built.Parameters[0], built.Parameters[1], factor);
        bool suits =
            window is { Kernel: { Height: 3, Width: 3 }, Stride: { Height: 1, Width: 1 } }
            && x.PixelStride == x.Channels
            && x.HasWholeRows;
        Add(
            !suits ? new DirectConvolution<TRow>(x, y, parts, isPooled, Threads)
            : IsLarge(window)
                ? new TiledConvolution<TRow, PictureLine6, ProductLine6>(
                    x,
                    y,
                    parts,
                    filters.Of<TRow, FilterLine6>(parts.Kernel),
                    isPooled,
                    Threads
                )
            : new TiledConvolution<TRow, PictureLine, ProductLine>(
                x,
                y,
                parts,
                filters.Of<TRow, FilterLine>(parts.Kernel),
                isPooled,
                Threads
            )
        );
        return y;
    }

    // Whether tiles of four by four pixels take less than tiles of two by two.
    private static bool IsLarge(Window window) =>
        TiledConvolution<TRow, PictureLine6, ProductLine6>.CostOf(window)
        < TiledConvolution<TRow, PictureLine, ProductLine>.CostOf(window);
}
