namespace Spotter.Networks.Layers;

/// <summary>
/// While training, sets a random share of the values to 0 and scales the others up, so that the mean stays; does
/// nothing afterwards (Srivastava and others, 2014).
/// </summary>
/// <param name="Rate">The share that is dropped, at least 0 and below 1.</param>
public sealed record Dropout(float Rate) : Layer
{
    internal override string Kind => "dropout";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireShare(Rate, nameof(Rate));
        return input;
    }
}
