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

    protected override Operation NewDense(Tensor x, Tensor y, Parameter kernel, Parameter bias, bool hasRelu) =>
        new LearningDense<TRow, TUpdate>(x, y, kernel, bias, hasRelu, updates);

    protected override Operation NewConvolution(Tensor x, Tensor y, ConvolutionParts parts) =>
        new LearningConvolution<TRow, TUpdate>(x, y, parts, Threads, updates);

    protected override Operation NewWinograd(Tensor x, Tensor y, ConvolutionParts parts) =>
        new LearningWinograd<TRow, TUpdate>(x, y, parts, Threads, updates);

    protected override Operation NewPooledConvolution(Tensor x, Tensor y, ConvolutionParts parts) =>
        new LearningPooledConvolution<TRow, TUpdate>(x, y, parts, Threads, updates);

    protected override Operation NewPooledWinograd(Tensor x, Tensor y, ConvolutionParts parts) =>
        new LearningPooledWinograd<TRow, TUpdate>(x, y, parts, Threads, updates);

    protected override Operation NewDepthwise(Tensor x, Tensor y, ConvolutionParts parts) =>
        new LearningDepthwise<TRow, TUpdate>(x, y, parts, Threads, updates);

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
}
