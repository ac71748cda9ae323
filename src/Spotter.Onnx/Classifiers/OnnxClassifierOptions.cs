namespace Spotter.Onnx.Classifiers;

/// <summary>
/// What is known of a classifier beside its file; what is left out is read from the file, or assumed and said.
/// </summary>
public sealed record OnnxClassifierOptions
{
    /// <summary>What its pixels are; null for what the file says.</summary>
    public PixelRange? Pixels { get; init; }

    /// <summary>
    /// A file with the names of its classes: a name a line, JSON, or a data.yaml; null for those in the network's file,
    /// else numbers.
    /// </summary>
    public string? ClassFile { get; init; }

    /// <summary>
    /// Width of the pictures that it takes, in pixels, where it leaves that open; null for what is usual, 224.
    /// </summary>
    public int? Width { get; init; }

    /// <summary>
    /// Height of the pictures that it takes, in pixels, where it leaves that open; null for what is usual, 224.
    /// </summary>
    public int? Height { get; init; }

    /// <summary>How the network is run.</summary>
    public NetworkOptions Network { get; init; } = new();
}
