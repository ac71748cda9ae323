namespace Spotter.Onnx.Decoders;

/// <summary>The kinds of networks that can be read.</summary>
internal static class DecoderCatalog
{
    private static readonly Func<NetworkShape, INetworkDecoder?>[] Kinds =
    [
        YuNetDecoder.TryCreate,
        UltraLightDecoder.TryCreate,
        FastestDetDecoder.TryCreate,
        NanoDetDecoder.TryCreate,
    ];

    /// <summary>What they are called, for messages.</summary>
    public const string Names = "YuNet, Ultra-Light, FastestDet, NanoDet";

    /// <param name="shape">What the network takes and gives.</param>
    /// <param name="path">Its file, for the message.</param>
    /// <exception cref="OnnxModelException">It is none of them.</exception>
    public static INetworkDecoder Choose(NetworkShape shape, string path) =>
        Array
            .ConvertAll(Kinds, kind =>
                shape.Width > 0 && shape.Outputs.All(static output => output.IsFloat) ? kind(shape) : null
            )
            .FirstOrDefault(static decoder => decoder is not null)
        ?? throw new OnnxModelException(
            shape.IsOpen
                ? $"{path}: leaves the size of its input open ({shape.Inputs[0]}); export it with a fixed one, such "
                    + $"as 640x640"
                : $"{path}: {shape}, which is none of the detectors that can be read: {Names}"
        );
}
