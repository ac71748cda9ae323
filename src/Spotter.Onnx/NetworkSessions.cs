using Microsoft.ML.OnnxRuntime;
using Spotter.Onnx.Engines;

namespace Spotter.Onnx;

/// <summary>
/// Somebody else's network, ready to run: what detectors and classifiers are made of. Callers that open one file with
/// the same options share what its engine holds. Safe to share between threads.
/// </summary>
internal sealed class NetworkSessions : IDisposable
{
    private readonly string _path;
    private readonly EngineLease _engine;

    private NetworkSessions(string path, EngineLease engine, string? answer)
    {
        _path = path;
        _engine = engine;
        Answer = answer;
    }

    /// <summary>The value that is answered instead of what the network gives; null for that.</summary>
    public string? Answer { get; }

    /// <summary>What the network takes and gives.</summary>
    public NetworkShape Shape => _engine.Engine.Shape;

    /// <summary>What runs it, for messages.</summary>
    public string EngineName => _engine.Engine.Name;

    /// <param name="path">An .onnx file.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="OnnxModelException">The file is no network, or nothing that is here can run it.</exception>
    public static NetworkSessions Open(string path, NetworkOptions? options = null)
    {
        try
        {
            options ??= new NetworkOptions();
            return new NetworkSessions(path, SharedEngines.Take(path, options), options.Answer);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxModelException(
                $"{path}: is not an ONNX network, or a damaged one: {OnnxRuntimeEngine.FirstLine(e)}",
                e
            );
        }
    }

    /// <summary>Runs the network on one picture of its fixed size.</summary>
    /// <param name="pixels">(1, 3, H, W), as the decoder wants them.</param>
    /// <param name="threads">1 runs on the calling thread.</param>
    /// <param name="read">Reads the outputs; they are gone when it returns.</param>
    public void Run(float[] pixels, int threads, Action<IReadOnlyList<NetworkOutput>> read) =>
        Run(pixels, [1, 3, Shape.Height, Shape.Width], threads, read);

    /// <summary>Runs a network that takes one tensor.</summary>
    /// <param name="data">Row-major, floats whatever the input's elements are.</param>
    /// <param name="dimensions">Its extents, none open; the first is the batch where the network has one.</param>
    /// <param name="threads">1 runs on the calling thread.</param>
    /// <param name="read">Reads the outputs; they are gone when it returns.</param>
    public void Run(float[] data, int[] dimensions, int threads, Action<IReadOnlyList<NetworkOutput>> read) =>
        Run([new NetworkValue(Shape.Inputs[0].Name, data, dimensions)], threads, read);

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">A value for each input.</param>
    /// <param name="threads">1 runs on the calling thread.</param>
    /// <param name="read">Reads the outputs, in the network's order; they are gone when it returns.</param>
    public void Run(IReadOnlyList<NetworkValue> inputs, int threads, Action<IReadOnlyList<NetworkOutput>> read)
    {
        foreach (NetworkValue input in inputs)
        {
            long count = input.Dimensions.Aggregate(1L, static (product, extent) => product * extent);
            if (count > input.Data.Length)
            {
                throw new ArgumentException(
                    $"{input.Name} ({string.Join('x', input.Dimensions)}) takes {count} numbers, got "
                        + $"{input.Data.Length}"
                );
            }
        }

        try
        {
            _engine.Engine.Run(inputs, threads, read);
        }
        catch (EngineException e)
        {
            throw new OnnxModelException($"{_path}: the network fails: {e.Message}", e);
        }
    }

    public void Dispose() => _engine.Dispose();
}
