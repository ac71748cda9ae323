namespace Spotter.Learning.Detectors.Channels;

/// <summary>How far variants of an object differ from it; each number is the end of a range around nothing.</summary>
public sealed record ExampleJitter
{
    /// <summary>Shift, in parts of the object's size.</summary>
    public double Shift { get; init; } = 0.02;

    /// <summary>Change of size, as a factor less 1.</summary>
    public double Scale { get; init; } = 0.06;

    /// <summary>Change of width against height, as a factor less 1.</summary>
    public double Stretch { get; init; } = 0.05;

    /// <summary>In degrees.</summary>
    public double Rotation { get; init; } = 4;

    /// <summary>Contrast, as a factor's natural logarithm.</summary>
    public double Contrast { get; init; } = 0.5;

    /// <summary>Brightness, in gray values.</summary>
    public double Brightness { get; init; } = 25;

    /// <summary>Part of the variants that lose sharpness, as if they had been enlarged from half the size.</summary>
    public double Blurred { get; init; } = 0.2;

    /// <summary>
    /// Shift, size, proportions and rotation varied by a factor more, for objects that look different from picture to
    /// picture.
    /// </summary>
    /// <param name="factor">0 to 5.</param>
    public ExampleJitter Times(double factor) =>
        factor is >= 0 and <= 5
            ? this with
            {
                Shift = Shift * factor,
                Scale = Scale * factor,
                Stretch = Stretch * factor,
                Rotation = Rotation * factor,
            }
            : throw new ArgumentOutOfRangeException(
                nameof(factor),
                factor,
                $"the variation must be 0 to 5, got {factor}"
            );
}
