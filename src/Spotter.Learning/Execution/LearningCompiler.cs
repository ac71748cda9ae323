using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>Gives every operation its way back.</summary>
internal sealed class LearningCompiler<TRow, TUpdate>(int batch, int threads, UpdateSource<TUpdate> updates)
    : PlanCompiler<TRow>(batch, threads)
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private int _dropouts;

    protected override bool Learns => true;

    protected override Tensor? AddPooledConvolution(
        BuiltLayer built,
        Conv2D layer,
        BuiltLayer next,
        MaxPooling2D pooling,
        Tensor x
    )
    {
        if (!IsPlainPool(next, pooling) || layer.Activation is not (ActivationKind.Linear or ActivationKind.ReLU))
        {
            return null;
        }

        Tensor y = NewTensor(next.Output, Learns);
        ConvolutionParts convolution = Parts(built, layer.Kernel, layer.Stride, layer.Padding, layer.Activation);
        if (LearningWinograd<TRow, TUpdate>.Suits(convolution.Window, x, y))
        {
            Add(new LearningPooledWinograd<TRow, TUpdate>(x, y, convolution, Threads, updates));
            return y;
        }

        if (!LearningPooledConvolution<TRow, TUpdate>.Suits(convolution.Window, x))
        {
            return null;
        }

        Add(new LearningPooledConvolution<TRow, TUpdate>(x, y, convolution, Threads, updates));
        return y;
    }

    protected override Tensor AddDense(BuiltLayer built, Dense layer, Tensor x)
    {
        Tensor y = NewTensor(built.Output, Learns);
        bool hasRelu = layer.Activation == ActivationKind.ReLU;
        Add(new LearningDense<TRow, TUpdate>(x, y, built.Parameters[0], built.Parameters[1], hasRelu, updates));
        return hasRelu ? y : AddOwnActivation(layer.Activation, Activation.DefaultSlope, y);
    }

    protected override Tensor AddConvolution(BuiltLayer built, Conv2D layer, Tensor x)
    {
        Tensor y = NewTensor(built.Output, Learns);
        ConvolutionParts parts = Parts(built, layer.Kernel, layer.Stride, layer.Padding, layer.Activation);
        Add(
            LearningWinograd<TRow, TUpdate>.Suits(parts.Window, x, y)
                ? new LearningWinograd<TRow, TUpdate>(x, y, parts, Threads, updates)
                : new LearningConvolution<TRow, TUpdate>(x, y, parts, Threads, updates)
        );
        return parts.HasRelu ? y : AddOwnActivation(layer.Activation, Activation.DefaultSlope, y);
    }

    protected override Tensor AddDepthwise(BuiltLayer built, DepthwiseConv2D layer, Tensor x)
    {
        x = WithWholeRows(x);
        Tensor y = NewTensor(built.Output, Learns);
        ConvolutionParts parts = Parts(built, layer.Kernel, layer.Stride, layer.Padding, layer.Activation);
        Add(new LearningDepthwise<TRow, TUpdate>(x, y, parts, Threads, updates));
        return parts.HasRelu ? y : AddOwnActivation(layer.Activation, Activation.DefaultSlope, y);
    }

    protected override Operation NewMaxPooling(Tensor x, Tensor y, Window window) =>
        new LearningMaxPooling<TRow>(x, y, window);

    protected override Operation NewAveragePooling(Tensor x, Tensor y, Window window) =>
        new LearningAveragePooling<TRow>(x, y, window);

    protected override Operation NewNormalization(
        Tensor x,
        Tensor y,
        BatchNormalization layer,
        IReadOnlyList<Parameter> parameters,
        bool hasRelu
    ) => new BatchNormalizationOperation<TRow, TUpdate>(x, y, layer, parameters, hasRelu, Threads, updates);

    protected override Operation NewActivation(Tensor x, Tensor y, ActivationKind function, float slope) =>
        new LearningActivation<TRow>(x, y, function, slope);

    protected override Operation NewSoftmax(Tensor x, Tensor y) => new LearningSoftmax(x, y);

    protected override Operation NewFlatten(Tensor x, Tensor y) => new LearningFlatten(x, y);

    protected override Operation NewSum(IReadOnlyList<Tensor> x, Tensor sum) => new LearningSum<TRow>(x, sum);

    protected override Operation NewConcatenation(IReadOnlyList<Tensor> x, Tensor y) => new LearningConcatenation(x, y);

    protected override Operation NewUpSampling(Tensor x, Tensor y) => new LearningUpSampling<TRow>(x, y);

    protected override Tensor[] Fork(Tensor x, int readers)
    {
        if (x.Gradient is null)
        {
            return base.Fork(x, readers);
        }

        Tensor[] branches = [.. Enumerable.Range(0, readers).Select(_ => x.Branch())];
        Add(new ForkOperation<TRow>(x, branches));
        return branches;
    }

    protected override Tensor Drop(Dropout dropout, Tensor x)
    {
        int number = _dropouts++;
        if (dropout.Rate == 0)
        {
            return x;
        }

        Tensor y = Tensor.CreateLike(x, x.Gradient is not null);
        Add(new DropoutOperation<TRow>(x, y, dropout.Rate, number, updates));
        return y;
    }

    private static ConvolutionParts Parts(
        BuiltLayer built,
        Size2D kernel,
        Size2D stride,
        Padding padding,
        ActivationKind activation
    ) =>
        new(
            Window.Create(built.Input, kernel, stride, padding),
            built.Parameters[0],
            built.Parameters[1],
            activation == ActivationKind.ReLU ? 0 : 1
        );
}
