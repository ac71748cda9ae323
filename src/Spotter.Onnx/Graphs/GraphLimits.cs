namespace Spotter.Onnx.Graphs;

/// <summary>
/// How large a network may be that is read. Far above what detectors and classifiers are, and low enough that no file
/// takes more memory to read than its structure deserves, however few its bytes.
/// </summary>
internal static class GraphLimits
{
    /// <summary>Bytes of an .onnx file: what the format itself can hold. More goes into files beside it.</summary>
    public const long FileBytes = int.MaxValue;

    /// <summary>Nodes, tensors, attributes and names, all together.</summary>
    public const int Parts = 1_000_000;

    /// <summary>Numbers in attributes, such as those of a forest of decision trees.</summary>
    public const int AttributeNumbers = 1 << 24;

    /// <summary>Characters of all names and texts.</summary>
    public const int Characters = 1 << 26;

    /// <summary>Nodes that run, functions of the file written out.</summary>
    public const int Nodes = 200_000;

    /// <summary>Graphs in graphs: bodies of If, Loop and Scan.</summary>
    public const int Depth = 8;

    /// <summary>Inputs of a network, or outputs.</summary>
    public const int Ends = 1000;

    /// <summary>Dimensions of a tensor.</summary>
    public const int Rank = 16;

    /// <summary>Bytes of a tensor that the network takes, gives or computes on its way.</summary>
    public const long TensorBytes = 4L << 30;
}
