using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Engines;

/// <summary>Which engine runs a network.</summary>
internal static class EngineChoice
{
    // A loop of a few bytes can turn for ever; what has none ends.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);

    /// <exception cref="OnnxModelException">The file is no network, or nothing that is here can run it.</exception>
    public static INetworkEngine Open(string path, NetworkOptions options)
    {
        OnnxFileContent file = CheckedFile.Read(path);
        Exception? why = null;
        if (options.Answer is { } answer)
        {
            return OpenCut(path, file, answer, options);
        }

        bool isOurs = options.Engine == NetworkEngine.Spotter || !OnnxRuntimeEngine.IsThere(out why);
        if (isOurs && options.Device != NetworkDevice.Cpu)
        {
            throw new OnnxModelException(
                $"{path}: Spotter's engine computes on the processor alone, not on "
                    + $"{OnnxRuntimeEngine.TextOf(options.Device)}; leave out --device"
            );
        }

        if (isOurs && options.Engine == NetworkEngine.OnnxRuntime)
        {
            throw new OnnxModelException(
                $"{path}: needs ONNX Runtime, whose native library is not there: {OnnxRuntimeEngine.FirstLine(why!)}; "
                    + $"leave out --engine to try Spotter's own",
                why
            );
        }

        try
        {
            SpotterEngine.RequireSizes(file, path);
            return isOurs
                ? new SpotterEngine(file, path)
                : new OnnxRuntimeEngine(path, file, options.Device, HasLoops(file) ? LongestRun : null);
        }
        catch (EngineException e) when (isOurs && options.Engine is null)
        {
            throw new OnnxModelException(
                $"{path}: {e.Message}, whose native library is not there: {OnnxRuntimeEngine.FirstLine(why!)}",
                e
            );
        }
        catch (Exception e) when (e is EngineException or GraphException)
        {
            throw new OnnxModelException($"{path}: {e.Message}", e);
        }
    }

    // ONNX Runtime gives what the file says that it gives, and nothing else.
    private static SpotterEngine OpenCut(string path, OnnxFileContent file, string answer, NetworkOptions options)
    {
        if (options.Engine == NetworkEngine.OnnxRuntime || options.Device != NetworkDevice.Cpu)
        {
            throw new OnnxModelException(
                $"{path}: is saved as it was trained, with labels for an input; Spotter's engine alone reads its "
                    + $"answer {GraphException.Quote(answer)} on the way, so leave out --engine and --device"
            );
        }

        try
        {
            return new SpotterEngine(GraphCut.At(file, answer), path);
        }
        catch (Exception e) when (e is EngineException or GraphException)
        {
            throw new OnnxModelException($"{path}: {e.Message}", e);
        }
    }

    private static bool HasLoops(OnnxFileContent file) =>
        HasLoops(file.Graph!.Nodes) || file.Functions.Exists(static function => HasLoops(function.Nodes));

    private static bool HasLoops(List<OnnxNode> nodes) =>
        nodes.Exists(static node =>
            node.Operator is "Loop" or "Scan"
            || node.Attributes.Exists(static attribute =>
                attribute.Graphs.Exists(static graph => HasLoops(graph.Nodes))
            )
        );
}
