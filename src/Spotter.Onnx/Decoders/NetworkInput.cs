namespace Spotter.Onnx.Decoders;

/// <summary>How a network wants its picture: (pixel - mean) * scale, channel by channel.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsRgb">Whether the first channel is red; else it is blue.</param>
/// <param name="Mean">Of each channel, in the network's order, 0..255.</param>
/// <param name="Scale">Of each channel, in the network's order.</param>
internal sealed record NetworkInput(int Width, int Height, bool IsRgb, float[] Mean, float[] Scale)
{
    public static NetworkInput Uniform(NetworkShape shape, bool isRgb, float mean, float scale) =>
        new(shape.Width, shape.Height, isRgb, [mean, mean, mean], [scale, scale, scale]);
}
