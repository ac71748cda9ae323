namespace Spotter.Networks.Layers;

/// <summary>Every pixel becomes two by two of the same values (nearest neighbour): (H, W, C) -> (2H, 2W, C).</summary>
public sealed record UpSampling2D : Layer
{
    internal const int Factor = 2;

    internal override string Kind => "up_sampling2d";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireImage(input, nameof(UpSampling2D));
        return TensorShape.Image(checked(Factor * input.Height), checked(Factor * input.Width), input.Channels);
    }
}
