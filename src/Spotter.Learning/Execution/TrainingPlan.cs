using Spotter.Learning.Kernels;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A network made ready to train: operations, buffers and threads for one batch size. It changes the network's
/// parameters.
/// </summary>
internal abstract class TrainingPlan : IDisposable
{
    /// <summary>One step on samples <paramref name="first"/> to first + count - 1 of the reader.</summary>
    /// <returns>The loss summed over the samples, and how many had the right class.</returns>
    public abstract (double Loss, int Correct) Run(ISampleReader reader, int first, int count, double learningRate);

    public abstract void Dispose();

    /// <exception cref="ArgumentException">The loss or the optimizer does not fit, or the buffers do not fit into
    /// memory.</exception>
    public static TrainingPlan Create(Sequential network, PlanOptions options, OptimizerState state, Loss loss)
    {
        var classification = new ClassificationLoss(loss);
        classification.Check(network);
        return Create(network, options, state, classification);
    }

    /// <param name="network">A network with one output or several.</param>
    /// <param name="options">How.</param>
    /// <param name="state">What the optimizer remembers.</param>
    /// <param name="loss">What to make small, of all outputs.</param>
    public static TrainingPlan Create(
        NetworkGraph network,
        PlanOptions options,
        OptimizerState state,
        ILossFactory loss
    )
    {
        options.Check();
        return VectorWidths.Resolve(options.Width) switch
        {
            VectorWidth.Bits512 => Create<Row512>(network, options, state, loss),
            VectorWidth.Bits256 => Create<Row256>(network, options, state, loss),
            _ => Create<Row128>(network, options, state, loss),
        };
    }

    private static TrainingPlan Create<TRow>(
        NetworkGraph network,
        PlanOptions options,
        OptimizerState state,
        ILossFactory loss
    )
        where TRow : struct, IRow<TRow> =>
        options.Optimizer switch
        {
            null => new TrainingPlan<TRow, RecordGradient<TRow>>(network, options, state, loss, static (_, _) =>
                default
            ),
            Sgd sgd => new TrainingPlan<TRow, MomentumUpdate<TRow>>(network, options, state, loss, (rate, _) =>
                UpdateFactory.Momentum<TRow>(sgd, rate)
            ),
            Adam adam => new TrainingPlan<TRow, AdamUpdate<TRow>>(network, options, state, loss, (rate, step) =>
                UpdateFactory.Adam<TRow>(adam, 0, rate, step)
            ),
            AdamW adam => new TrainingPlan<TRow, AdamUpdate<TRow>>(network, options, state, loss, (rate, step) =>
                UpdateFactory.Adam<TRow>(
                    new Adam(adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon),
                    adam.WeightDecay,
                    rate,
                    step
                )
            ),
            _ => throw new NotSupportedException($"unknown optimizer {options.Optimizer}"),
        };
}

/// <param name="BatchSize">The most samples a step takes, at least 1.</param>
/// <param name="Threads">At least 1.</param>
/// <param name="Optimizer">How; null only records gradients.</param>
/// <param name="Seed">For dropout.</param>
/// <param name="Width">Registers to use.</param>
internal sealed record PlanOptions(
    int BatchSize,
    int Threads,
    Optimizer? Optimizer,
    long Seed = 0,
    VectorWidth Width = VectorWidth.Best
)
{
    /// <summary>The shape of the samples, which networks of convolutions take in many sizes; their own when
    /// null.</summary>
    public TensorShape? Input { get; init; }

    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public void Check()
    {
        if (BatchSize is < 1 or > 65_536)
        {
            throw new ArgumentException($"the batch size must be 1 to 65536, got {BatchSize}");
        }

        Optimizer?.Check();
    }
}

internal sealed class TrainingPlan<TRow, TUpdate> : TrainingPlan
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private readonly OptimizerState _state;
    private readonly Func<double, long, TUpdate> _makeUpdate;
    private readonly UpdateSource<TUpdate> _updates;
    private readonly Tensor _input;
    private readonly Operation[] _operations;
    private readonly ILearningOperation[] _wayBack;
    private readonly ILossOperation _loss;
    private readonly WorkerTeam _team;
    private readonly Action<Worker> _perform;
    private ISampleReader? _reader;
    private int _first;
    private int _samples;

    public TrainingPlan(
        NetworkGraph network,
        PlanOptions options,
        OptimizerState state,
        ILossFactory loss,
        Func<double, long, TUpdate> makeUpdate
    )
    {
        _state = state;
        _makeUpdate = makeUpdate;
        _updates = new UpdateSource<TUpdate>(state, options.Seed);
        TensorShape input = options.Input ?? network.InputShape;
        _input = Tensor.ForInput(input, options.BatchSize);
        var compiler = new LearningCompiler<TRow, TUpdate>(options.BatchSize, options.Threads, _updates);
        IReadOnlyList<Tensor> outputs = compiler.Compile(network.BuiltFor(input), network.Outputs, _input);
        if (outputs.Any(static output => output.Gradient is null))
        {
            throw new ArgumentException("the network has nothing to train: no layer has weights");
        }

        _operations = [.. compiler.Operations];
        _wayBack = [.. compiler.Operations.OfType<ILearningOperation>().Reverse()];
        _loss = loss.Create<TRow>(outputs, options.BatchSize, options.Threads);
        _team = new WorkerTeam(options.Threads);
        _perform = Perform;
    }

    public override (double Loss, int Correct) Run(ISampleReader reader, int first, int count, double learningRate)
    {
        _reader = reader;
        _first = first;
        _samples = count;
        _updates.Number = _state.Steps;
        _state.Steps++;
        _updates.Current = _makeUpdate(learningRate, _state.Steps);
        _team.Run(_perform);
        return _loss.Total();
    }

    public override void Dispose() => _team.Dispose();

    private void Perform(Worker worker)
    {
        int samples = _samples;
        ReadSamples(worker, samples);
        worker.Meet();
        foreach (Operation operation in _operations)
        {
            operation.Forward(worker, samples);
            worker.Meet();
        }

        _loss.Run(worker, samples);
        worker.Meet();
        foreach (ILearningOperation operation in _wayBack)
        {
            operation.Backward(worker, samples);
            worker.Meet();
        }
    }

    private unsafe void ReadSamples(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            _reader!.ReadSample(_first + sample, worker.Index, _input.Data + (nint)sample * _input.SampleStride);
            _loss.ReadTarget(_reader, _first + sample, sample);
        }
    }
}

/// <summary>The losses of classifiers, whose networks end in one list of features.</summary>
internal sealed class ClassificationLoss(Loss loss) : ILossFactory
{
    /// <exception cref="ArgumentException">The loss does not fit the network.</exception>
    public void Check(Sequential network)
    {
        if (network.OutputShape.IsImage)
        {
            throw new ArgumentException(
                $"the network ends in a picture of {network.OutputShape}; training needs features: end in Dense"
            );
        }

        loss.Check(network.OutputShape.Channels);
        bool endsInSoftmax =
            network.Layers[^1]
            is Dense { Activation: ActivationKind.Softmax }
                or Activation { Function: ActivationKind.Softmax };
        bool endsInSigmoid =
            network.Layers[^1]
            is Dense { Activation: ActivationKind.Sigmoid }
                or Activation { Function: ActivationKind.Sigmoid };
        if (loss.TakesLogits && (endsInSoftmax || endsInSigmoid))
        {
            throw new ArgumentException(
                $"the network ends in {(endsInSoftmax ? "softmax" : "sigmoid")} but the loss expects logits; drop the "
                    + $"activation or set FromLogits to false"
            );
        }
    }

    public ILossOperation Create<TRow>(IReadOnlyList<Tensor> outputs, int batch, int threads)
        where TRow : struct, IRow<TRow> => new LossOperation<TRow>(loss, outputs[0], batch, threads);
}
