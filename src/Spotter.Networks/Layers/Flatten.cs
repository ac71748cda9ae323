namespace Spotter.Networks.Layers;

/// <summary>
/// Turns a picture into features, row by row, pixel by pixel, channel by channel: (H, W, C) -> (H * W * C).
/// </summary>
public sealed record Flatten : Layer
{
    internal override string Kind => "flatten";

    internal override TensorShape OutputShape(TensorShape input) => TensorShape.Features(input.Length);
}
