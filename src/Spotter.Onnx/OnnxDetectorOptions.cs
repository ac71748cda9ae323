namespace Spotter.Onnx;

/// <summary>
/// What is known of a detector beside its file; what is left out is found out, as far as it can be. A description
/// beside the network, <c>yolo.onnx.json</c> beside <c>yolo.onnx</c>, is read without being named.
/// </summary>
public sealed record OnnxDetectorOptions
{
    /// <summary>
    /// The family that the network is of, such as <c>YOLOX</c> or <c>NanoDet-Plus</c>; null where its answers tell.
    /// </summary>
    public string? Family { get; init; }

    /// <summary>
    /// A file with the names of its classes: a name a line, JSON, or a data.yaml; null for those in the network's file,
    /// else those of COCO by their number, else numbers.
    /// </summary>
    public string? ClassFile { get; init; }

    /// <summary>
    /// A JSON file that says how the network takes pictures and what it answers; null for the one beside the network,
    /// if there is any.
    /// </summary>
    public string? DescriptionFile { get; init; }

    /// <summary>How the network is run.</summary>
    public NetworkOptions Network { get; init; } = new();
}
