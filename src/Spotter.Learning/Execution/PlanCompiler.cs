using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>Turns the layers of a network into operations with buffers for one batch size and number of threads.</summary>
internal sealed class PlanCompiler<TRow, TUpdate>(int batch, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private readonly List<Operation> _operations = [];
    private int _dropouts;

    public IReadOnlyList<Operation> Operations => _operations;

    public Tensor Compile(IReadOnlyList<BuiltLayer> layers, Tensor x)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            BuiltLayer? next = i + 1 < layers.Count ? layers[i + 1] : null;
            if (next is not null && CompileTogether(layers[i], next, x) is { } y)
            {
                x = y;
                i++;
            }
            else
            {
                x = Compile(layers[i], x);
            }
        }

        return x;
    }

    // Two layers in one operation where that spares memory a round trip; null where it does not apply.
    private Tensor? CompileTogether(BuiltLayer built, BuiltLayer next, Tensor x) => (built.Layer, next.Layer) switch
    {
        (Conv2D convolution, MaxPooling2D pooling) => AddPooledConvolution(built, convolution, next, pooling, x),
        (BatchNormalization normalization, Activation { Function: ActivationKind.ReLU }) => AddBatchNormalization(built, normalization, x, hasRelu: true),
        _ => null,
    };

    // What lies between a convolution and its pooling is larger than what lies before and after.
    private Tensor? AddPooledConvolution(BuiltLayer built, Conv2D layer, BuiltLayer next, MaxPooling2D pooling, Tensor x)
    {
        Window pool = pooling.WindowOf(next.Input);
        bool isPlain = pool is { Kernel: { Height: 2, Width: 2 }, Stride: { Height: 2, Width: 2 }, Top: 0, Left: 0 } && pooling.Padding == Padding.Valid;
        if (!isPlain || layer.Activation is not (ActivationKind.Linear or ActivationKind.ReLU))
        {
            return null;
        }

        Tensor y = Tensor.Create(next.Output, batch, isTraining);
        var convolution = new ConvolutionParts(
            Window.Create(built.Input, layer.Kernel, layer.Stride, layer.Padding), built.Parameters[0], built.Parameters[1], layer.Activation == ActivationKind.ReLU);
        if (WinogradConvolutionOperation<TRow, TUpdate>.Suits(convolution.Window, x, y))
        {
            _operations.Add(new PooledWinogradOperation<TRow, TUpdate>(x, y, convolution, threads, isTraining, updates));
            return y;
        }

        if (!PooledConvolutionOperation<TRow, TUpdate>.Suits(convolution.Window, x))
        {
            return null;
        }

        _operations.Add(new PooledConvolutionOperation<TRow, TUpdate>(x, y, convolution, threads, isTraining, updates));
        return y;
    }

    private Tensor Compile(BuiltLayer built, Tensor x) => built.Layer switch
    {
        Flatten => AddFlatten(built, x),
        Dense dense => AddDense(built, dense, x),
        Conv2D convolution => AddConvolution(built, convolution, x),
        DepthwiseConv2D convolution => AddDepthwise(built, convolution, x),
        MaxPooling2D pooling => AddMaxPooling(built, pooling, x),
        AveragePooling2D pooling => AddAverage(built, pooling.WindowOf(built.Input), x),
        GlobalAveragePooling2D => AddAverage(built, WholePicture(built.Input), x),
        BatchNormalization normalization => AddBatchNormalization(built, normalization, x, hasRelu: false),
        Dropout dropout => AddDropout(dropout, x),
        Activation activation => AddActivation(activation.Function, activation.Slope, x),
        Residual residual => AddResidual(built, residual, x),
        _ => throw new NotSupportedException($"no operation for {built.Name}"),
    };

    private Tensor AddFlatten(BuiltLayer built, Tensor x)
    {
        if (x.AsFeatures() is { } features)
        {
            return features;
        }

        Tensor y = Tensor.Create(built.Output, batch, x.Gradient is not null);
        _operations.Add(new FlattenOperation(x, y));
        return y;
    }

    private Tensor AddDense(BuiltLayer built, Dense dense, Tensor x)
    {
        Tensor y = Tensor.Create(built.Output, batch, isTraining);
        bool hasRelu = dense.Activation == ActivationKind.ReLU;
        _operations.Add(new DenseOperation<TRow, TUpdate>(x, y, built.Parameters[0], built.Parameters[1], hasRelu, updates));
        return hasRelu ? y : AddActivation(dense.Activation, Activation.DefaultSlope, y);
    }

    private Tensor AddConvolution(BuiltLayer built, Conv2D layer, Tensor x)
    {
        Tensor y = Tensor.Create(built.Output, batch, isTraining);
        bool hasRelu = layer.Activation == ActivationKind.ReLU;
        var parts = new ConvolutionParts(
            Window.Create(built.Input, layer.Kernel, layer.Stride, layer.Padding), built.Parameters[0], built.Parameters[1], hasRelu);
        _operations.Add(WinogradConvolutionOperation<TRow, TUpdate>.Suits(parts.Window, x, y)
            ? new WinogradConvolutionOperation<TRow, TUpdate>(x, y, parts, threads, isTraining, updates)
            : new ConvolutionOperation<TRow, TUpdate>(x, y, parts, threads, isTraining, updates));
        return hasRelu ? y : AddActivation(layer.Activation, Activation.DefaultSlope, y);
    }

    private Tensor AddDepthwise(BuiltLayer built, DepthwiseConv2D layer, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = Tensor.Create(built.Output, batch, isTraining);
        bool hasRelu = layer.Activation == ActivationKind.ReLU;
        Window window = Window.Create(built.Input, layer.Kernel, layer.Stride, layer.Padding);
        _operations.Add(new DepthwiseOperation<TRow, TUpdate>(
            x, y, window, built.Parameters[0], built.Parameters[1], hasRelu, threads, isTraining, updates));
        return hasRelu ? y : AddActivation(layer.Activation, Activation.DefaultSlope, y);
    }

    private Tensor AddMaxPooling(BuiltLayer built, MaxPooling2D pooling, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = Tensor.Create(built.Output, batch, x.Gradient is not null);
        _operations.Add(new MaxPoolingOperation<TRow>(x, y, pooling.WindowOf(built.Input)));
        return y;
    }

    private Tensor AddAverage(BuiltLayer built, Window window, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = Tensor.Create(built.Output, batch, x.Gradient is not null);
        _operations.Add(new AveragePoolingOperation<TRow>(x, y, window));
        return y;
    }

    private Tensor AddBatchNormalization(BuiltLayer built, BatchNormalization layer, Tensor x, bool hasRelu)
    {
        x = WithWholeRows(x);
        Tensor y = Tensor.Create(built.Output, batch, isTraining);
        _operations.Add(isTraining
            ? new BatchNormalizationOperation<TRow, TUpdate>(x, y, layer, built.Parameters, hasRelu, threads, updates)
            : new ScaleShiftOperation<TRow>(x, y, layer, built.Parameters, hasRelu));
        return y;
    }

    private Tensor AddDropout(Dropout dropout, Tensor x)
    {
        int number = _dropouts++;
        if (!isTraining || dropout.Rate == 0)
        {
            return x;
        }

        Tensor y = Tensor.CreateLike(x, x.Gradient is not null);
        _operations.Add(new DropoutOperation<TRow>(x, y, dropout.Rate, number));
        return y;
    }

    private Tensor AddActivation(ActivationKind function, float slope, Tensor x)
    {
        if (function == ActivationKind.Linear)
        {
            return x;
        }

        Tensor y = Tensor.CreateLike(x, x.Gradient is not null);
        _operations.Add(function == ActivationKind.Softmax
            ? new SoftmaxOperation(x, y)
            : new ActivationOperation<TRow>(x, y, function, slope));
        return y;
    }

    private Tensor AddResidual(BuiltLayer built, Residual residual, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor bodyInput = x.Branch();
        Tensor shortcutInput = x.Branch();
        _operations.Add(new ForkOperation<TRow>(x, bodyInput, shortcutInput));
        Tensor body = Compile(built.Body, bodyInput);
        Tensor shortcut = Compile(built.Shortcut, shortcutInput);
        Tensor sum = Tensor.Create(built.Output, batch, body.Gradient is not null || shortcut.Gradient is not null);
        _operations.Add(new AddOperation<TRow>(WithWholeRows(body), WithWholeRows(shortcut), sum));
        return AddActivation(residual.Activation, Activation.DefaultSlope, sum);
    }

    // Only what goes into a network has pixels of other sizes, and nobody asks for its gradient.
    private Tensor WithWholeRows(Tensor x)
    {
        if (x.HasWholeRows)
        {
            return x;
        }

        Tensor padded = Tensor.Create(x.Shape, batch, withGradient: false);
        _operations.Add(new PadChannelsOperation(x, padded));
        return padded;
    }

    private static Window WholePicture(TensorShape input) =>
        new(input, new Size2D(input.Height, input.Width), 1, 1, 1, 0, 0);
}
