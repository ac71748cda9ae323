namespace Spotter.Networks.Layers;

/// <summary>The mean of each channel over the whole picture: (H, W, C) -> (C).</summary>
public sealed record GlobalAveragePooling2D : Layer
{
    internal override string Kind => "global_average_pooling2d";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireImage(input, nameof(GlobalAveragePooling2D));
        return TensorShape.Features(input.Channels);
    }
}
