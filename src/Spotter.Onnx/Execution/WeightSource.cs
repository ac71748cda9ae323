namespace Spotter.Onnx.Execution;

/// <summary>
/// Weights of a file, which are in memory until kernels have them in their own layout: read once, and again only where
/// they are asked for after that. Safe to share between threads.
/// </summary>
/// <param name="read">Reads them.</param>
internal sealed class WeightSource(Func<float[]> read)
{
    private volatile float[]? _numbers;

    public float[] Value
    {
        get
        {
            lock (this)
            {
                return _numbers ??= read();
            }
        }
    }

    /// <summary>Kernels have them.</summary>
    public void Forget() => _numbers = null;
}
