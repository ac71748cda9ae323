using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Engines;

/// <summary>Which engine runs a network.</summary>
internal static class EngineChoice
{
    /// <exception cref="OnnxModelException">The file is no network, or nothing that is here can run it.</exception>
    public static INetworkEngine Open(string path, NetworkOptions options)
    {
        CheckedFile.Read(path);
        if (!OnnxRuntimeEngine.IsThere(out Exception? why))
        {
            throw new OnnxModelException(
                $"{path}: needs ONNX Runtime, whose native library is not there: {OnnxRuntimeEngine.FirstLine(why)}",
                why
            );
        }

        try
        {
            return new OnnxRuntimeEngine(path, options.Device);
        }
        catch (EngineException e)
        {
            throw new OnnxModelException($"{path}: {e.Message}", e);
        }
    }
}
