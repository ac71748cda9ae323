using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>
/// A network made ready to run: operations, buffers and threads for one batch size. It only reads the parameters.
/// </summary>
internal unsafe class InferencePlan : IDisposable
{
    public const int PreferredBatch = 32;

    private readonly int _batch;
    private readonly IReadOnlyList<Operation> _operations;

    public InferencePlan(Sequential network, int batch, int threads, VectorWidth width = VectorWidth.Best)
    {
        _batch = batch;
        Team = new WorkerTeam(WorkerTeam.ThreadsFor(threads));
        Input = Tensor.ForInput(network.InputShape, batch);
        (_operations, Output) = VectorWidths.Resolve(width) switch
        {
            VectorWidth.Bits512 => Compile<Row512>(network),
            VectorWidth.Bits256 => Compile<Row256>(network),
            _ => Compile<Row128>(network),
        };
    }

    protected WorkerTeam Team { get; }

    protected Tensor Input { get; }

    protected Tensor Output { get; }

    /// <summary>Runs samples that lie one after another, as many batches as it takes.</summary>
    public void Run(ReadOnlySpan<float> samples, int count, Span<float> outputs)
    {
        int length = Input.Shape.Length;
        int width = Output.Shape.Length;
        for (int first = 0; first < count; first += _batch)
        {
            int some = Math.Min(_batch, count - first);
            for (int i = 0; i < some; i++)
            {
                samples
                    .Slice((first + i) * length, length)
                    .CopyTo(new Span<float>(Input.Data + (nint)i * Input.SampleStride, length));
            }

            Team.Run(worker => Perform(worker, some));
            CopyOutputs(some, outputs[(first * width)..]);
        }
    }

    public void Dispose()
    {
        Team.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Every worker runs all operations on the first samples of the input.</summary>
    protected void Perform(Worker worker, int samples)
    {
        foreach (Operation operation in _operations)
        {
            operation.Forward(worker, samples);
            worker.Meet();
        }
    }

    protected void CopyOutputs(int samples, Span<float> destination)
    {
        int channels = Output.Channels;
        for (int sample = 0; sample < samples; sample++)
        {
            float* source = Output.Data + (nint)sample * Output.SampleStride;
            for (int pixel = 0; pixel < Output.Pixels; pixel++)
            {
                new ReadOnlySpan<float>(source + (nint)pixel * Output.PixelStride, channels).CopyTo(destination);
                destination = destination[channels..];
            }
        }
    }

    private (IReadOnlyList<Operation> Operations, Tensor Output) Compile<TRow>(Sequential network)
        where TRow : struct, IRow<TRow>
    {
        var compiler = new PlanCompiler<TRow>(_batch, Team.Count);
        Tensor output = compiler.Compile(network.Built, Input);
        return (compiler.Operations, output);
    }
}
