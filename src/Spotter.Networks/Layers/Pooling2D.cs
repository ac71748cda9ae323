namespace Spotter.Networks.Layers;

/// <summary>Makes one value of each window, channel by channel: (H, W, C) -> (H', W', C).</summary>
/// <param name="Pool">Height and width of the window, each at least 1.</param>
/// <param name="Padding">With <see cref="Padding.Same"/> windows at the edge hold fewer pixels.</param>
public abstract record Pooling2D(Size2D Pool, Padding Padding) : Layer
{
    /// <summary>Pixels from a window to the next; the window's size when null.</summary>
    public Size2D? Stride { get; init; }

    internal Window WindowOf(TensorShape input) => Window.Create(input, Pool, Stride ?? Pool, Padding);

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireImage(input, GetType().Name);
        Window window = WindowOf(input);
        return TensorShape.Image(window.OutputHeight, window.OutputWidth, input.Channels);
    }
}

/// <summary>Keeps the greatest value of each window.</summary>
/// <param name="Pool">Height and width of the window, each at least 1.</param>
/// <param name="Padding">With <see cref="Padding.Same"/> windows at the edge hold fewer pixels.</param>
public sealed record MaxPooling2D(Size2D Pool, Padding Padding = Padding.Valid) : Pooling2D(Pool, Padding)
{
    internal override string Kind => "max_pooling2d";
}

/// <summary>Keeps the mean of each window. Pixels outside the picture do not count.</summary>
/// <param name="Pool">Height and width of the window, each at least 1.</param>
/// <param name="Padding">With <see cref="Padding.Same"/> windows at the edge hold fewer pixels.</param>
public sealed record AveragePooling2D(Size2D Pool, Padding Padding = Padding.Valid) : Pooling2D(Pool, Padding)
{
    internal override string Kind => "average_pooling2d";
}
