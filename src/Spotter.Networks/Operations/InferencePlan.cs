using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>
/// A network made ready to run: operations, buffers and threads for one batch size. It only reads the parameters.
/// </summary>
internal unsafe class InferencePlan : IDisposable
{
    public const int PreferredBatch = 32;

    private readonly int _batch;
    private readonly Operation[] _withPicture;
    private readonly ReadPictureOperation _picture;
    private readonly StepTeam _team;

    /// <param name="network">What runs, with the weights that it has now.</param>
    /// <param name="batch">Samples at a time.</param>
    /// <param name="threads">Threads to use; 0 takes one a core.</param>
    /// <param name="width">Registers to use.</param>
    /// <param name="input">The shape of a sample; the network's own when null.</param>
    public InferencePlan(
        NetworkGraph network,
        int batch,
        int threads,
        VectorWidth width = VectorWidth.Best,
        TensorShape? input = null
    )
        : this(new FoldedGraph(network), input ?? network.InputShape, batch, threads, width) { }

    /// <param name="network">What runs; many plans may share it.</param>
    /// <param name="input">The shape of a sample.</param>
    /// <param name="batch">Samples at a time.</param>
    /// <param name="threads">Threads to use; 0 takes one a core.</param>
    /// <param name="width">Registers to use.</param>
    /// <exception cref="ArgumentException">The network does not take that shape; the message names the
    /// layer.</exception>
    public InferencePlan(
        FoldedGraph network,
        TensorShape input,
        int batch,
        int threads,
        VectorWidth width = VectorWidth.Best
    )
    {
        IReadOnlyList<BuiltLayer> layers = network.LayersFor(input);
        _batch = batch;
        _team = new StepTeam(WorkerTeam.ThreadsFor(threads));
        Input = Tensor.ForInput(input, batch);
        (Operations, Outputs) = VectorWidths.Resolve(width) switch
        {
            VectorWidth.Bits512 => Compile<Row512>(network, layers),
            VectorWidth.Bits256 => Compile<Row256>(network, layers),
            _ => Compile<Row128>(network, layers),
        };
        _picture = new ReadPictureOperation(Input);
        _withPicture = [_picture, .. Operations];
    }

    /// <summary>The shape of a sample.</summary>
    public TensorShape InputShape => Input.Shape;

    protected IReadOnlyList<Operation> Operations { get; }

    protected int Threads => _team.Count;

    protected Tensor Input { get; }

    /// <summary>The only output, or the first.</summary>
    protected Tensor Output => Outputs[0];

    protected IReadOnlyList<Tensor> Outputs { get; }

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

            _team.Run(Operations, some);
            CopyOutputs(some, outputs[(first * width)..]);
        }
    }

    /// <summary>Runs one sample.</summary>
    /// <param name="sample">Row-major, channels side by side.</param>
    /// <param name="outputs">An array an output, as long as it is or longer.</param>
    public void Run(ReadOnlySpan<float> sample, IReadOnlyList<float[]> outputs)
    {
        RequireRoom(outputs);
        sample.CopyTo(new Span<float>(Input.Data, Input.Shape.Length));
        _team.Run(Operations, samples: 1);
        CopyOutputs(outputs);
    }

    /// <summary>Runs one picture; threads share its rows from the bytes on.</summary>
    /// <param name="pixels">Rows of pixels, as many as the input has.</param>
    /// <param name="strideBytes">Bytes from a row to the next.</param>
    /// <param name="isBgr">Whether blue comes first; networks take red first.</param>
    /// <param name="normalization">How bytes become numbers.</param>
    /// <param name="outputs">An array an output, as long as it is or longer.</param>
    public void Run(
        ReadOnlySpan<byte> pixels,
        int strideBytes,
        bool isBgr,
        PixelNormalization normalization,
        IReadOnlyList<float[]> outputs
    )
    {
        RequireRoom(outputs);
        fixed (byte* first = pixels)
        {
            _picture.Set(first, strideBytes, isBgr, normalization);
            _team.Run(_withPicture, samples: 1);
        }

        CopyOutputs(outputs);
    }

    private void RequireRoom(IReadOnlyList<float[]> outputs)
    {
        if (
            outputs.Count != Outputs.Count
            || outputs.Zip(Outputs).Any(static pair => pair.First.Length < pair.Second.Shape.Length)
        )
        {
            string shapes = string.Join(" and ", Outputs.Select(static output => output.Shape));
            string room = string.Join(" and ", outputs.Select(static output => output.Length));
            throw new ArgumentException($"the network gives {shapes}, got room for {room} numbers");
        }
    }

    private void CopyOutputs(IReadOnlyList<float[]> outputs)
    {
        for (int i = 0; i < Outputs.Count; i++)
        {
            CopyOutputs(Outputs[i], 1, outputs[i]);
        }
    }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing) => _team.Dispose();

    /// <summary>Runs steps, which may have others before and after the plan's own.</summary>
    protected void Run(IReadOnlyList<Operation> steps, int samples) => _team.Run(steps, samples);

    protected void CopyOutputs(int samples, Span<float> destination) => CopyOutputs(Output, samples, destination);

    private static void CopyOutputs(Tensor output, int samples, Span<float> destination)
    {
        int channels = output.Channels;
        for (int sample = 0; sample < samples; sample++)
        {
            float* source = output.Data + (nint)sample * output.SampleStride;
            for (int pixel = 0; pixel < output.Pixels; pixel++)
            {
                new ReadOnlySpan<float>(source + (nint)pixel * output.PixelStride, channels).CopyTo(destination);
                destination = destination[channels..];
            }
        }
    }

    private (IReadOnlyList<Operation> Steps, IReadOnlyList<Tensor> Ends) Compile<TRow>(
        FoldedGraph network,
        IReadOnlyList<BuiltLayer> layers
    )
        where TRow : struct, IRow<TRow>
    {
        var compiler = new InferenceCompiler<TRow>(_batch, Threads, network.Filters);
        IReadOnlyList<Tensor> tensors = compiler.Compile(layers, network.Outputs, Input);
        return (compiler.Operations, tensors);
    }
}
