using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>Attributes of nodes, with what holds where one is left out.</summary>
internal static class NodeExtensions
{
    public static int Whole(this OnnxNode node, string name, int usual) =>
        node.Find(name) is { } found ? (int)Math.Clamp(found.Whole, int.MinValue, int.MaxValue) : usual;

    public static float Number(this OnnxNode node, string name, float usual) => node.Find(name)?.Number ?? usual;

    public static string Text(this OnnxNode node, string name, string usual) => node.Find(name)?.Text ?? usual;

    /// <summary>Null where the attribute is left out.</summary>
    public static int[]? Wholes(this OnnxNode node, string name) =>
        node.Find(name) is { } found
            ? [.. found.Wholes.Select(static whole => (int)Math.Clamp(whole, int.MinValue, int.MaxValue))]
            : null;

    public static bool HasInput(this OnnxNode node, int index) =>
        index < node.Inputs.Count && node.Inputs[index].Length > 0;
}
