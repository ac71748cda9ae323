using Spotter.Onnx.Engines;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx;

/// <summary>What Spotter's own engine can compute.</summary>
public static class NetworkOperators
{
    /// <summary>Names of the operators, as ONNX has them, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. SpotterEngine.Operators.Order(StringComparer.Ordinal)];

    /// <summary>Operators of a network that Spotter's engine lacks, each once; with their domain if they are of others.
    /// </summary>
    /// <param name="path">An .onnx file.</param>
    /// <exception cref="OnnxModelException">The file is no network.</exception>
    public static IReadOnlyList<string> MissingOf(string path) => SpotterEngine.MissingOf(CheckedFile.Read(path));
}
