namespace Spotter.Onnx.Engines;

/// <summary>A network made ready to run. Safe to share between threads.</summary>
internal interface INetworkEngine : IDisposable
{
    /// <summary>What the network takes and gives.</summary>
    NetworkShape Shape { get; }

    /// <summary>What runs it, for messages: <c>ONNX Runtime 1.20 on the processor</c>.</summary>
    string Name { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">A value for each input.</param>
    /// <param name="threads">1 runs on the calling thread.</param>
    /// <param name="read">Reads the outputs, in the network's order; they are gone when it returns.</param>
    /// <exception cref="EngineException">The network fails; the message does not name its file.</exception>
    void Run(IReadOnlyList<NetworkValue> inputs, int threads, Action<IReadOnlyList<NetworkOutput>> read);
}
