using Microsoft.ML.OnnxRuntime;

namespace Spotter.Onnx;

/// <summary>
/// A network in ONNX Runtime, on one thread for callers that work on many pictures at a time and on all for those that
/// have one: the number of threads belongs to a session, not to a run.
/// </summary>
internal sealed class NetworkSessions : IDisposable
{
    private readonly string _path;
    private readonly InferenceSession _single;
    private readonly Lazy<InferenceSession> _parallel;
    private readonly string[] _outputs;

    private NetworkSessions(string path)
    {
        _path = path;
        _single = Create(path, threads: 1);
        _parallel = new Lazy<InferenceSession>(() => Create(path, Environment.ProcessorCount));
        Shape = new NetworkShape(Describe(_single.InputMetadata), Describe(_single.OutputMetadata));
        _outputs = [.. Shape.Outputs.Select(static output => output.Name)];
    }

    /// <summary>What the network takes and gives.</summary>
    public NetworkShape Shape { get; }

    /// <exception cref="OnnxModelException">The file is no network, or the runtime cannot be loaded.</exception>
    public static NetworkSessions Open(string path)
    {
        try
        {
            return new NetworkSessions(path);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxModelException($"{path}: is not an ONNX network, or a damaged one: {FirstLine(e)}", e);
        }
        catch (Exception e)
            when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new OnnxModelException(
                $"{path}: needs ONNX Runtime, whose native library is not there: {FirstLine(e.InnerException ?? e)}",
                e
            );
        }
    }

    /// <summary>Runs the network on one picture.</summary>
    /// <param name="pixels">(1, 3, H, W), as the decoder wants them.</param>
    /// <param name="threads">1 runs on the calling thread.</param>
    /// <param name="read">Reads the outputs; they are gone when it returns.</param>
    public void Run(float[] pixels, int threads, Action<IReadOnlyList<NetworkOutput>> read)
    {
        InferenceSession session = threads == 1 ? _single : _parallel.Value;
        try
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, Shape.Height, Shape.Width]);
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
                options,
                [Shape.Inputs[0].Name],
                [input],
                _outputs
            );
            read([.. _outputs.Select((name, i) => new NetworkOutput(name, outputs[i]))]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxModelException($"{_path}: the network fails: {FirstLine(e)}", e);
        }
    }

    public void Dispose()
    {
        _single.Dispose();
        if (_parallel.IsValueCreated)
        {
            _parallel.Value.Dispose();
        }
    }

    private static InferenceSession Create(string path, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,

            // Its warnings about weights that a network holds twice help nobody here.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(path, options);
    }

    private static TensorInfo[] Describe(IReadOnlyDictionary<string, NodeMetadata> nodes) =>
        [
            .. nodes.Select(static node => new TensorInfo(
                node.Key,
                node.Value.IsTensor ? node.Value.Dimensions : [],
                node.Value.IsTensor
                    && node.Value.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
            )),
        ];

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}
