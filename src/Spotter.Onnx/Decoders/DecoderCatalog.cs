namespace Spotter.Onnx.Decoders;

/// <summary>The kinds of networks that can be read.</summary>
internal static class DecoderCatalog
{
    private static readonly Func<NetworkShape, INetworkDecoder?>[] Kinds =
        [YuNetDecoder.TryCreate, UltraLightDecoder.TryCreate, FastestDetDecoder.TryCreate, NanoDetDecoder.TryCreate];

    /// <param name="shape">What the network takes and gives.</param>
    /// <param name="path">Its file, for the message.</param>
    /// <exception cref="OnnxModelException">It is none of them.</exception>
    public static INetworkDecoder Choose(NetworkShape shape, string path) =>
        Array.ConvertAll(Kinds, kind => shape.Width > 0 ? kind(shape) : null).FirstOrDefault(static decoder => decoder is not null)
        ?? throw new OnnxModelException(
            $"{path}: {shape}, which is none of the detectors that can be read: YuNet, Ultra-Light, FastestDet, NanoDet");
}
