using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>
/// Turns the layers of a network into operations with buffers for one batch size and number of threads. What only runs
/// and what learns have their own operations; in which order they come, and who reads what, is decided here alone.
/// </summary>
internal abstract class PlanCompiler<TRow>(int batch, int threads)
    where TRow : struct, IRow<TRow>
{
    private readonly List<Operation> _operations = [];

    public IReadOnlyList<Operation> Operations => _operations;

    protected int Batch => batch;

    protected int Threads => threads;

    /// <summary>Whether what weights give has a gradient.</summary>
    protected virtual bool Learns => false;

    /// <summary>Makes the operations of a graph.</summary>
    /// <param name="layers">Its layers; each stands behind those whose outputs it takes.</param>
    /// <param name="outputs">The values that come out.</param>
    /// <param name="input">What goes in.</param>
    /// <returns>The tensors of the outputs.</returns>
    public IReadOnlyList<Tensor> Compile(IReadOnlyList<BuiltLayer> layers, IReadOnlyList<int> outputs, Tensor input)
    {
        var values = new GraphValues(layers, outputs);
        Put(values, 0, input);
        for (int i = 0; i < layers.Count; i++)
        {
            if (values.IsThere(i + 1))
            {
                continue;
            }

            BuiltLayer layer = layers[i];
            Tensor[] x = [.. layer.Sources.Select(values.Take)];
            if (
                values.OnlyReaderOf(i + 1) is { } reader
                && CompileTogether(layer, layers[reader], x[0]) is { } together
            )
            {
                values.Skip(i + 1);
                Put(values, reader + 1, together);
            }
            else
            {
                Put(values, i + 1, Compile(layer, x));
            }

            Array.ForEach(x, Release);
        }

        return [.. outputs.Select(values.Take)];
    }

    private void Put(GraphValues values, int value, Tensor tensor)
    {
        int readers = values.ReadersOf(value);
        Keep(tensor, readers);
        values.Put(value, readers > 1 ? Fork(tensor, readers) : [tensor]);
    }

    protected virtual Tensor NewTensor(TensorShape shape, bool withGradient) =>
        Tensor.Create(shape, batch, withGradient);

    /// <summary>So many read it from here on.</summary>
    protected virtual void Keep(Tensor tensor, int readers) { }

    /// <summary>One of its readers has its operation.</summary>
    protected virtual void Release(Tensor tensor) { }

    protected void Add(Operation operation) => _operations.Add(operation);

    protected virtual Operation NewMaxPooling(Tensor x, Tensor y, Window window) =>
        new MaxPoolingOperation<TRow>(x, y, window);

    protected virtual Operation NewAveragePooling(Tensor x, Tensor y, Window window) =>
        new AveragePoolingOperation<TRow>(x, y, window);

    protected virtual Operation NewNormalization(
        Tensor x,
        Tensor y,
        BatchNormalization layer,
        IReadOnlyList<Parameter> parameters,
        bool hasRelu
    ) => new ScaleShiftOperation<TRow>(x, y, layer, parameters, hasRelu);

    protected virtual Operation NewActivation(Tensor x, Tensor y, ActivationKind function, float slope) =>
        new ActivationOperation<TRow>(x, y, function, slope);

    protected virtual Operation NewSoftmax(Tensor x, Tensor y) => new SoftmaxOperation(x, y);

    protected virtual Operation NewFlatten(Tensor x, Tensor y) => new FlattenOperation(x, y);

    protected virtual Operation NewSum(IReadOnlyList<Tensor> x, Tensor sum) => new AddOperation<TRow>(x, sum);

    protected virtual Operation NewConcatenation(IReadOnlyList<Tensor> x, Tensor y) => new ConcatenateOperation(x, y);

    protected virtual Operation NewUpSampling(Tensor x, Tensor y) => new UpSamplingOperation<TRow>(x, y);

    /// <summary>Answers what each of several readers of a value reads.</summary>
    protected virtual Tensor[] Fork(Tensor x, int readers) => [.. Enumerable.Repeat(x, readers)];

    /// <summary>Answers what is left of <paramref name="x"/>: all of it unless someone learns.</summary>
    protected virtual Tensor Drop(Dropout dropout, Tensor x) => x;

    // Two layers in one operation where that spares memory a round trip; null where it does not apply.
    private Tensor? CompileTogether(BuiltLayer built, BuiltLayer next, Tensor x) =>
        (built.Layer, next.Layer) switch
        {
            (Conv2D convolution, MaxPooling2D pooling) => AddPooledConvolution(built, convolution, next, pooling, x),
            (BatchNormalization normalization, Activation { Function: ActivationKind.ReLU }) => AddBatchNormalization(
                built,
                normalization,
                x,
                hasRelu: true
            ),
            _ => null,
        };

    /// <summary>
    /// Both in one operation, because what lies between them is larger than what lies before and after; null where it
    /// does not apply.
    /// </summary>
    protected abstract Tensor? AddPooledConvolution(
        BuiltLayer built,
        Conv2D layer,
        BuiltLayer next,
        MaxPooling2D pooling,
        Tensor x
    );

    protected abstract Tensor AddDense(BuiltLayer built, Dense layer, Tensor x);

    protected abstract Tensor AddConvolution(BuiltLayer built, Conv2D layer, Tensor x);

    protected abstract Tensor AddDepthwise(BuiltLayer built, DepthwiseConv2D layer, Tensor x);

    protected static bool IsPlainPool(BuiltLayer built, MaxPooling2D pooling) =>
        pooling.WindowOf(built.Input)
            is { Kernel: { Height: 2, Width: 2 }, Stride: { Height: 2, Width: 2 }, Top: 0, Left: 0 }
        && pooling.Padding == Padding.Valid;

    private Tensor Compile(BuiltLayer built, Tensor[] inputs) =>
        built.Layer switch
        {
            Add add => AddSum(built, add, inputs),
            Concatenate => AddConcatenation(built, inputs),
            UpSampledAdd add => AddUpSampledSum(built, add, inputs[0], inputs[1]),
            _ => Compile(built, inputs[0]),
        };

    private Tensor Compile(BuiltLayer built, Tensor x) =>
        built.Layer switch
        {
            Flatten => AddFlatten(built, x),
            Dense dense => AddDense(built, dense, x),
            Conv2D convolution => AddConvolution(built, convolution, x),
            DepthwiseConv2D convolution => AddDepthwise(built, convolution, x),
            MaxPooling2D pooling => AddMaxPooling(built, pooling, x),
            AveragePooling2D pooling => AddAverage(built, pooling.WindowOf(built.Input), x),
            GlobalAveragePooling2D => AddAverage(built, WholePicture(built.Input), x),
            BatchNormalization normalization => AddBatchNormalization(built, normalization, x, hasRelu: false),
            Dropout dropout => Drop(dropout, x),
            Activation activation => AddActivation(activation.Function, activation.Slope, x),
            UpSampling2D => AddUpSampling(built, x),
            _ => throw new NotSupportedException($"no operation for {built.Name}"),
        };

    private Tensor AddFlatten(BuiltLayer built, Tensor x)
    {
        if (x.AsFeatures() is { } features)
        {
            return features;
        }

        Tensor y = NewTensor(built.Output, x.Gradient is not null);
        Add(NewFlatten(x, y));
        return y;
    }

    private Tensor AddMaxPooling(BuiltLayer built, MaxPooling2D pooling, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = NewTensor(built.Output, x.Gradient is not null);
        Add(NewMaxPooling(x, y, pooling.WindowOf(built.Input)));
        return y;
    }

    private Tensor AddAverage(BuiltLayer built, Window window, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = NewTensor(built.Output, x.Gradient is not null);
        Add(NewAveragePooling(x, y, window));
        return y;
    }

    private Tensor AddBatchNormalization(BuiltLayer built, BatchNormalization layer, Tensor x, bool hasRelu)
    {
        x = WithWholeRows(x);
        Tensor y = NewTensor(built.Output, Learns);
        Add(NewNormalization(x, y, layer, built.Parameters, hasRelu));
        return y;
    }

    /// <summary>An activation of values that nobody else reads.</summary>
    protected virtual Tensor AddOwnActivation(ActivationKind function, float slope, Tensor y) =>
        AddActivation(function, slope, y);

    // A picture that goes into the network has a layout of its own.
    private Tensor NewLike(Tensor x) =>
        x.HasWholeRows ? NewTensor(x.Shape, x.Gradient is not null) : Tensor.CreateLike(x, x.Gradient is not null);

    private Tensor AddActivation(ActivationKind function, float slope, Tensor x)
    {
        if (function == ActivationKind.Linear)
        {
            return x;
        }

        Tensor y = NewLike(x);
        Add(function == ActivationKind.Softmax ? NewSoftmax(x, y) : NewActivation(x, y, function, slope));
        return y;
    }

    private Tensor AddSum(BuiltLayer built, Add layer, Tensor[] inputs)
    {
        Tensor sum = NewTensor(built.Output, HaveGradient(inputs));
        Add(NewSum([.. inputs.Select(WithWholeRows)], sum));
        return AddOwnActivation(layer.Activation, Activation.DefaultSlope, sum);
    }

    // Only folded graphs have it.
    private Tensor AddUpSampledSum(BuiltLayer built, UpSampledAdd layer, Tensor near, Tensor far)
    {
        Tensor sum = NewTensor(built.Output, withGradient: false);
        Add(new UpSampledAddOperation<TRow>(WithWholeRows(near), WithWholeRows(far), sum));
        return AddOwnActivation(layer.Activation, Activation.DefaultSlope, sum);
    }

    private Tensor AddConcatenation(BuiltLayer built, Tensor[] inputs)
    {
        Tensor y = NewTensor(built.Output, HaveGradient(inputs));
        Add(NewConcatenation(inputs, y));
        return y;
    }

    private Tensor AddUpSampling(BuiltLayer built, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = NewTensor(built.Output, x.Gradient is not null);
        Add(NewUpSampling(x, y));
        return y;
    }

    private static bool HaveGradient(Tensor[] inputs) => Array.Exists(inputs, static x => x.Gradient is not null);

    // Only what goes into a network has pixels of other sizes, and nobody asks for its gradient.
    protected Tensor WithWholeRows(Tensor x)
    {
        if (x.HasWholeRows)
        {
            return x;
        }

        Tensor padded = NewTensor(x.Shape, withGradient: false);
        Add(new PadChannelsOperation(x, padded));
        return padded;
    }

    private static Window WholePicture(TensorShape input) =>
        new(input, new Size2D(input.Height, input.Width), 1, 1, 1, 0, 0);
}
