namespace Spotter.Onnx.Decoders;

/// <summary>
/// What must be known of a kind of network to use it: how it takes pictures, and what its outputs mean.
/// </summary>
internal interface INetworkDecoder
{
    string Name { get; }

    IReadOnlyList<string> Labels { get; }

    NetworkInput Input { get; }

    /// <summary>The score from which its makers count a detection.</summary>
    double UsualMinScore { get; }

    /// <summary>The overlap (IoU) from which its makers count two boxes as one.</summary>
    float MaxOverlap { get; }

    /// <summary>
    /// Why outputs of the right shapes are not this kind's, by their names and numbers; null where they are.
    /// </summary>
    /// <param name="outputs">In the order of the network, of any picture.</param>
    string? Objection(IReadOnlyList<NetworkOutput> outputs);

    /// <param name="outputs">In the order of the network.</param>
    /// <param name="minScore">Boxes of a lower score are left out.</param>
    /// <param name="found">Receives the boxes, not yet suppressed.</param>
    void Decode(IReadOnlyList<NetworkOutput> outputs, float minScore, List<NetworkBox> found);
}
