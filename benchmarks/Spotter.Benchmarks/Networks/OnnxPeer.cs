using Microsoft.ML.OnnxRuntime;

namespace Spotter.Benchmarks.Networks;

/// <summary>A network in ONNX Runtime, as fast as it goes: all optimisations, values bound once.</summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly float[]? _values;
    private readonly RunOptions _options = new();
    private readonly string _inputName;
    private readonly string[] _outputNames;

    /// <param name="model">The file.</param>
    /// <param name="threads">Threads for one picture.</param>
    /// <param name="planes">The picture as (1, C, H, W); a made-up one when null.</param>
    /// <param name="extents">Of the input; null takes what the network says, and 320 where it leaves that open.</param>
    public OnnxPeer(byte[] model, int threads, float[]? planes = null, long[]? extents = null)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(model, options);
        (_inputName, NodeMetadata node) = _session.InputMetadata.First();
        Extents = extents
            ??
            [
                .. node.Dimensions.Select(
                    static (extent, i) =>
                        extent > 0 ? (long)extent
                        : i == 0 ? 1
                        : 320
                ),
            ];
        long length = Extents.Aggregate(1L, static (product, extent) => product * extent);
        _values = planes is null ? null : [.. planes];
        float[] values = _values ?? [.. Enumerable.Range(0, (int)length).Select(static i => i * 37 % 255 / 255f)];
        _input = OrtValue.CreateTensorValueFromMemory(values, Extents);
        _outputNames = [.. _session.OutputMetadata.Keys];
    }

    public static string Version => OrtEnv.Instance().GetVersionString();

    public long[] Extents { get; }

    /// <summary>Takes another picture of the same size.</summary>
    public void Load(float[] planes) => planes.CopyTo(_values!, 0);

    public void Run()
    {
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(
            _options,
            [_inputName],
            [_input],
            _outputNames
        );
    }

    /// <summary>The outputs, each (1, C, H, W).</summary>
    public float[][] Outputs()
    {
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(
            _options,
            [_inputName],
            [_input],
            _outputNames
        );
        return [.. results.Select(static result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose()
    {
        _input.Dispose();
        _session.Dispose();
        _options.Dispose();
    }
}
