namespace Spotter.Learning.Boosting.Channels;

/// <summary>How far the variants of a crop differ from it; each number is the end of a range around nothing.</summary>
public sealed record CropJitter
{
    /// <summary>Whether half of the variants are mirrored.</summary>
    public bool Flips { get; init; } = true;

    /// <summary>Shift, in parts of the window.</summary>
    public double Shift { get; init; } = 0.015;

    /// <summary>Change of size, as a factor less 1.</summary>
    public double Scale { get; init; } = 0.05;

    /// <summary>Change of width against height, as a factor less 1.</summary>
    public double Stretch { get; init; } = 0.04;

    /// <summary>Degrees.</summary>
    public double Rotation { get; init; } = 3;

    /// <summary>Contrast, as a factor's natural logarithm.</summary>
    public double Contrast { get; init; } = 0.5;

    /// <summary>Brightness, in gray values.</summary>
    public double Brightness { get; init; } = 25;

    /// <summary>Part of the variants that lose sharpness, as if they had been enlarged from half the size.</summary>
    public double Blurred { get; init; } = 0.2;
}
