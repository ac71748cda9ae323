using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Engines;

/// <summary>
/// A network in ONNX Runtime, on one thread for callers that work on many pictures at a time and on all for those that
/// have one: the number of threads belongs to a session, not to a run.
/// </summary>
internal sealed class OnnxRuntimeEngine : INetworkEngine
{
    private readonly string _path;
    private readonly NetworkDevice _device;
    private readonly InferenceSession _single;
    private readonly Lazy<InferenceSession> _parallel;
    private readonly string[] _outputs;
    private readonly TimeSpan? _longestRun;

    /// <param name="path">Where it is.</param>
    /// <param name="file">What is in it, checked.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="longestRun">How long a run may take; null for as long as it takes.</param>
    /// <exception cref="OnnxRuntimeException">The runtime does not take the network.</exception>
    /// <exception cref="EngineException">There is no such device.</exception>
    public OnnxRuntimeEngine(string path, OnnxFileContent file, NetworkDevice device, TimeSpan? longestRun = null)
    {
        _longestRun = longestRun;
        _path = path;
        _device = device;
        RequireDevice(device);
        _single = Create(threads: 1);

        // A device has threads of its own, and a second session would take its memory twice.
        _parallel = new Lazy<InferenceSession>(() =>
            device == NetworkDevice.Cpu ? Create(Environment.ProcessorCount) : _single
        );
        ModelMetadata metadata = _single.ModelMetadata;
        Shape = new NetworkShape(
            Describe(_single.InputNames, _single.InputMetadata),
            Describe(_single.OutputNames, _single.OutputMetadata)
        )
        {
            Producer = metadata.ProducerName,
            Metadata = metadata.CustomMetadataMap,
            Operators = file.OperatorCounts(),
        };
        _outputs = [.. Shape.Outputs.Select(static output => output.Name)];
    }

    /// <inheritdoc/>
    public NetworkShape Shape { get; }

    /// <inheritdoc/>
    public string Name =>
        $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}"
        + (_device == NetworkDevice.Cpu ? "" : $" ({TextOf(_device)})");

    /// <summary>How a device is called on the command line.</summary>
    public static string TextOf(NetworkDevice device) => device.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public void Run(IReadOnlyList<NetworkValue> inputs, int threads, Action<IReadOnlyList<NetworkOutput>> read)
    {
        InferenceSession session = threads == 1 ? _single : _parallel.Value;
        var values = new List<OrtValue>(inputs.Count);
        try
        {
            foreach (NetworkValue input in inputs)
            {
                values.Add(ToRuntime(input, TypeOf(input.Name)));
            }

            // What goes wrong is in the exception; the runtime would write it to standard error besides.
            using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using Timer? timer = _longestRun is { } longest
                ? new Timer(_ => Stop(options), state: null, longest, Timeout.InfiniteTimeSpan)
                : null;
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
                options,
                [.. inputs.Select(static input => input.Name)],
                values,
                _outputs
            );
            read([.. _outputs.Select((name, i) => FromRuntime(name, outputs[i]))]);
        }
        catch (OnnxRuntimeException e)
            when (_longestRun is { } longest && e.Message.Contains("terminate", StringComparison.OrdinalIgnoreCase))
        {
            throw new EngineException(
                $"its loops take longer than {longest.TotalSeconds:0} seconds, and do not end or are made to do harm",
                e
            );
        }
        catch (OnnxRuntimeException e)
        {
            throw new EngineException(FirstLine(e), e);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _single.Dispose();
        if (_parallel.IsValueCreated && _parallel.Value != _single)
        {
            _parallel.Value.Dispose();
        }
    }

    /// <summary>The first line of what the runtime says, which may have many.</summary>
    public static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();

    /// <summary>Whether the runtime's native library can be loaded; else why not.</summary>
    public static bool IsThere([NotNullWhen(false)] out Exception? why)
    {
        try
        {
            _ = OrtEnv.Instance();
            why = null;
            return true;
        }
        catch (Exception e)
            when (e
                    is DllNotFoundException
                        or TypeInitializationException
                        or EntryPointNotFoundException
                        or BadImageFormatException
            )
        {
            why = e.InnerException ?? e;
            return false;
        }
    }

    // The timer may come when the run is over.
    private static void Stop(RunOptions options)
    {
        if (!options.IsInvalid && !options.IsClosed)
        {
            options.Terminate = true;
        }
    }

    // A session that cannot have its device would compute on the processor and say nothing.
    private static void RequireDevice(NetworkDevice device)
    {
        (string provider, string package) = device switch
        {
            NetworkDevice.Cuda => ("CUDAExecutionProvider", "Microsoft.ML.OnnxRuntime.Gpu"),
            NetworkDevice.DirectML => ("DmlExecutionProvider", "Microsoft.ML.OnnxRuntime.DirectML"),
            NetworkDevice.CoreML => ("CoreMLExecutionProvider", "Microsoft.ML.OnnxRuntime on macOS"),
            _ => ("CPUExecutionProvider", ""),
        };
        string[] there = OrtEnv.Instance().GetAvailableProviders();
        if (!there.Contains(provider, StringComparer.Ordinal))
        {
            throw new EngineException(
                $"the ONNX Runtime that is here does not compute on {TextOf(device)}: it needs the package {package}; "
                    + $"without --device it computes on the processor"
            );
        }
    }

    private InferenceSession Create(int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,

            // Its warnings about weights that a network holds twice help nobody here.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            switch (_device)
            {
                case NetworkDevice.Cuda:
                    options.AppendExecutionProvider_CUDA(0);
                    break;
                case NetworkDevice.DirectML:
                    options.EnableMemoryPattern = false;
                    options.AppendExecutionProvider_DML(0);
                    break;
                case NetworkDevice.CoreML:
                    options.AppendExecutionProvider("CoreML", []);
                    break;
            }
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new EngineException(
                $"{TextOf(_device)} cannot be used: {FirstLine(e)}; without --device it computes on the processor",
                e
            );
        }

        return new InferenceSession(_path, options);
    }

    private ElementType TypeOf(string input) =>
        Shape.Inputs.FirstOrDefault(info => info.Name == input)?.Type
        ?? throw new EngineException($"it has no input {input}, but {string.Join(", ", Shape.Inputs)}");

    private static TensorInfo[] Describe(
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, NodeMetadata> nodes
    ) =>
        [
            .. names.Select(name =>
                nodes[name] is { IsTensor: true } node
                    ? new TensorInfo(
                        name,
                        node.Dimensions,
                        node.IsString ? ElementType.String : (ElementType)node.ElementDataType
                    )
                    : new TensorInfo(name, [], ElementType.Undefined)
            ),
        ];

    private static OrtValue ToRuntime(NetworkValue value, ElementType type)
    {
        long[] shape = Array.ConvertAll(value.Dimensions, static extent => (long)extent);
        int count = (int)shape.Aggregate(1L, static (product, extent) => product * extent);
        ReadOnlySpan<float> data = value.Data.AsSpan(0, count);
        return type switch
        {
            ElementType.Float => OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                value.Data.AsMemory(0, count),
                shape
            ),
            ElementType.Half => Make(data, shape, static x => (Float16)x),
            ElementType.BFloat16 => Make(data, shape, static x => (BFloat16)x),
            ElementType.Double => Make(data, shape, static x => (double)x),
            ElementType.UInt8 => Make(data, shape, static x => (byte)Math.Clamp(MathF.Round(x), 0, 255)),
            ElementType.Int8 => Make(data, shape, static x => (sbyte)Math.Clamp(MathF.Round(x), -128, 127)),
            ElementType.UInt16 => Make(data, shape, static x => (ushort)Math.Clamp(MathF.Round(x), 0, 65535)),
            ElementType.Int16 => Make(data, shape, static x => (short)Math.Clamp(MathF.Round(x), -32768, 32767)),
            ElementType.Int32 => Make(data, shape, static x => (int)MathF.Round(x)),
            ElementType.Int64 => Make(data, shape, static x => (long)MathF.Round(x)),
            ElementType.Bool => Make(data, shape, static x => x != 0),
            _ => throw new EngineException($"its input {value.Name} takes {type}, which no picture is"),
        };
    }

    private static OrtValue Make<T>(ReadOnlySpan<float> data, long[] shape, Func<float, T> convert)
        where T : unmanaged
    {
        var converted = new T[data.Length];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = convert(data[i]);
        }

        return OrtValue.CreateTensorValueFromMemory(converted, shape);
    }

    private static NetworkOutput FromRuntime(string name, OrtValue value)
    {
        if (!value.IsTensor)
        {
            return FromMaps(name, value);
        }

        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        int[] shape = Array.ConvertAll(info.Shape, static extent => (int)extent);
        return info.ElementDataType switch
        {
            TensorElementType.Float => new NetworkOutput(name, value, shape),
            TensorElementType.Float16 => Take<Float16>(static x => (float)x),
            TensorElementType.BFloat16 => Take<BFloat16>(static x => (float)x),
            TensorElementType.Double => Take<double>(static x => (float)x),
            TensorElementType.UInt8 => Take<byte>(static x => x),
            TensorElementType.Int8 => Take<sbyte>(static x => x),
            TensorElementType.UInt16 => Take<ushort>(static x => x),
            TensorElementType.Int16 => Take<short>(static x => x),
            TensorElementType.Int32 => Take<int>(static x => x),
            TensorElementType.UInt32 => Take<uint>(static x => x),
            TensorElementType.Int64 => Take<long>(static x => x),
            TensorElementType.UInt64 => Take<ulong>(static x => x),
            TensorElementType.Bool => Take<bool>(static x => x ? 1 : 0),
            TensorElementType.String => new NetworkOutput(name, ReadOnlyMemory<float>.Empty, shape)
            {
                Texts = value.GetStringTensorAsArray(),
            },
            var other => throw new EngineException($"its output {name} gives {other}, which cannot be read"),
        };

        NetworkOutput Take<T>(Func<T, float> convert)
            where T : unmanaged
        {
            ReadOnlySpan<T> data = value.GetTensorDataAsSpan<T>();
            var converted = new float[data.Length];
            for (int i = 0; i < converted.Length; i++)
            {
                converted[i] = convert(data[i]);
            }

            return new NetworkOutput(name, converted, shape);
        }
    }

    // A list with a map from class to probability for each row, as ZipMap gives it.
    private static NetworkOutput FromMaps(string name, OrtValue value)
    {
        if (value.OnnxType != OnnxValueType.ONNX_TYPE_SEQUENCE)
        {
            throw new EngineException($"its output {name} is neither a tensor nor a list of maps");
        }

        var numbers = new List<float>();
        string[] columns = [];
        int rows = value.GetValueCount();
        for (int row = 0; row < rows; row++)
        {
            using OrtValue map = value.GetValue(row, OrtAllocator.DefaultInstance);
            if (map.OnnxType != OnnxValueType.ONNX_TYPE_MAP)
            {
                throw new EngineException($"its output {name} is a list of something else than maps");
            }

            using OrtValue keys = map.GetValue(0, OrtAllocator.DefaultInstance);
            using OrtValue shares = map.GetValue(1, OrtAllocator.DefaultInstance);
            string[] found =
                keys.GetTensorTypeAndShape().ElementDataType == TensorElementType.String
                    ? keys.GetStringTensorAsArray()
                    : [.. FromRuntime(name, keys).Data.ToArray().Select(Whole)];
            float[] values = FromRuntime(name, shares).Data.ToArray();
            columns = row == 0 ? found : columns;
            var byKey = new Dictionary<string, float>(StringComparer.Ordinal);
            for (int i = 0; i < found.Length; i++)
            {
                byKey[found[i]] = values[i];
            }

            numbers.AddRange(columns.Select(column => byKey.GetValueOrDefault(column)));
        }

        return new NetworkOutput(name, numbers.ToArray(), [rows, columns.Length]) { Columns = columns };
    }

    private static string Whole(float number) => number.ToString("0", CultureInfo.InvariantCulture);
}
