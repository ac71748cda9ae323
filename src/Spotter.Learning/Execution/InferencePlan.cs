using Spotter.Learning.Kernels;
using Spotter.Learning.Losses;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>A network made ready to run: operations, buffers and threads for one batch size. It only reads the parameters.</summary>
internal sealed unsafe class InferencePlan : IDisposable
{
    public const int PreferredBatch = 32;

    private readonly int _batch;
    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly IReadOnlyList<Operation> _operations;
    private readonly WorkerTeam _team;
    private readonly Loss? _loss;
    private readonly ILossOperation? _lossOperation;

    public InferencePlan(Sequential network, int batch, int threads, Loss? loss = null, VectorWidth width = VectorWidth.Best)
    {
        _batch = batch;
        _loss = loss;
        _team = new WorkerTeam(WorkerTeam.ThreadsFor(threads));
        _input = Tensor.ForInput(network.InputShape, batch);
        (_operations, _output, _lossOperation) = VectorWidths.Resolve(width) switch
        {
            VectorWidth.Bits512 => Compile<Row512>(network),
            VectorWidth.Bits256 => Compile<Row256>(network),
            _ => Compile<Row128>(network),
        };
    }

    private (IReadOnlyList<Operation> Operations, Tensor Output, ILossOperation? Loss) Compile<TRow>(Sequential network)
        where TRow : struct, IRow<TRow>
    {
        var compiler = new PlanCompiler<TRow, RecordGradient<TRow>>(_batch, _team.Count, isTraining: false, new(null));
        Tensor output = compiler.Compile(network.Built, _input);
        return (compiler.Operations, output, _loss is null ? null : new LossOperation<TRow>(_loss, output, _batch, _team.Count));
    }

    /// <summary>Runs samples that lie one after another, as many batches as it takes.</summary>
    public void Run(ReadOnlySpan<float> samples, int count, Span<float> outputs)
    {
        int length = _input.Shape.Length;
        int width = _output.Shape.Length;
        for (int first = 0; first < count; first += _batch)
        {
            int some = Math.Min(_batch, count - first);
            for (int i = 0; i < some; i++)
            {
                samples.Slice((first + i) * length, length).CopyTo(new Span<float>(_input.Data + (nint)i * _input.SampleStride, length));
            }

            RunBatch(some);
            for (int i = 0; i < some; i++)
            {
                CopyOutput(i, outputs.Slice((first + i) * width, width));
            }
        }
    }

    /// <summary>Runs samples <paramref name="first"/> to first + count - 1 of a reader; count is at most the batch.</summary>
    /// <returns>The loss summed over them and how many are right; zeros for a plan without a loss.</returns>
    public (double Loss, int Correct) Run(ISampleReader reader, int first, int count, Span<float> outputs)
    {
        _team.Run(worker =>
        {
            var step = new Step(count, 0, 0);
            (int start, int end) = worker.Share(count);
            for (int i = start; i < end; i++)
            {
                reader.ReadSample(first + i, worker.Index, _input.Data + (nint)i * _input.SampleStride);
                _lossOperation?.SetWeight(i, reader.ReadTarget(first + i, _loss!, _lossOperation.TargetOf(i)));
            }

            worker.Meet();
            Perform(worker, step);
            _lossOperation?.Run(worker, step);
        });
        int width = _output.Shape.Length;
        for (int i = 0; i < count; i++)
        {
            CopyOutput(i, outputs.Slice(i * width, width));
        }

        return _lossOperation?.Total() ?? default;
    }

    public void Dispose() => _team.Dispose();

    private void RunBatch(int count) => _team.Run(worker => Perform(worker, new Step(count, 0, 0)));

    private void Perform(Worker worker, Step step)
    {
        foreach (Operation operation in _operations)
        {
            operation.Forward(worker, step);
            worker.Meet();
        }
    }

    private void CopyOutput(int sample, Span<float> destination)
    {
        float* source = _output.Data + (nint)sample * _output.SampleStride;
        int channels = _output.Channels;
        for (int pixel = 0; pixel < _output.Pixels; pixel++)
        {
            new ReadOnlySpan<float>(source + (nint)pixel * _output.PixelStride, channels).CopyTo(destination.Slice(pixel * channels, channels));
        }
    }
}
