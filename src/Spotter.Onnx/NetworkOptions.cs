namespace Spotter.Onnx;

/// <summary>How somebody else's network is run.</summary>
public sealed record NetworkOptions
{
    private const int MostBatch = 64;

    /// <summary>
    /// What computes; null takes ONNX Runtime, or Spotter's own engine where ONNX Runtime's native library cannot be
    /// loaded.
    /// </summary>
    public NetworkEngine? Engine { get; init; }

    /// <summary>
    /// Where it is computed. Others than the processor need ONNX Runtime's package for them in the application.
    /// </summary>
    public NetworkDevice Device { get; init; }

    /// <summary>
    /// How many pictures go in together, 1 to 64, where several threads search at the same time and the network takes
    /// any number. Null for 1 on the processor, where more gain nothing, and 8 on other devices if the network allows
    /// it.
    /// </summary>
    public int? Batch
    {
        get;
        init =>
            field = value is null or (>= 1 and <= MostBatch)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Batch),
                    value,
                    $"a batch is 1 to {MostBatch} pictures, got {value}"
                );
    }

    /// <summary>The value that is answered instead of what the network gives; null for that.</summary>
    internal string? Answer { get; init; }
}

/// <summary>What computes a network.</summary>
public enum NetworkEngine
{
    /// <summary>ONNX Runtime: all operators, native code.</summary>
    OnnxRuntime,

    /// <summary>Spotter's own: the operators of convolutional networks, no native code.</summary>
    Spotter,
}

/// <summary>Where a network is computed.</summary>
public enum NetworkDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A graphics card of NVIDIA's: package Microsoft.ML.OnnxRuntime.Gpu.</summary>
    Cuda,

    /// <summary>Any graphics card on Windows: package Microsoft.ML.OnnxRuntime.DirectML.</summary>
    DirectML,

    /// <summary>Apple's processors: in ONNX Runtime's own package for macOS.</summary>
    CoreML,
}
