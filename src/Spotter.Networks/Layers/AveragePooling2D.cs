namespace Spotter.Networks.Layers;

/// <summary>Keeps the mean of each window: (H, W, C) -> (H', W', C). Pixels outside the picture do not count.</summary>
/// <param name="Pool">Height and width of the window, each at least 1.</param>
/// <param name="Padding">With <see cref="Padding.Same"/> windows at the edge hold fewer pixels.</param>
public sealed record AveragePooling2D(Size2D Pool, Padding Padding = Padding.Valid) : Layer
{
    /// <summary>Pixels from a window to the next; the window's size when null.</summary>
    public Size2D? Stride { get; init; }

    internal override string Kind => "average_pooling2d";

    internal Window WindowOf(TensorShape input) => Window.Create(input, Pool, Stride ?? Pool, Padding);

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireImage(input, nameof(AveragePooling2D));
        Window window = WindowOf(input);
        return TensorShape.Image(window.OutputHeight, window.OutputWidth, input.Channels);
    }
}
