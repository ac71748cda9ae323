namespace Spotter.Learning.Augmentation;

/// <summary>
/// Small random changes of training pictures, new ones each epoch, so that a network learns what does not matter.
/// Changes depend only on the seed, the epoch and the picture.
/// </summary>
public sealed record ImageAugmentation
{
    /// <summary>Whether half of the pictures are mirrored left to right.</summary>
    public bool FlipHorizontally { get; init; }

    /// <summary>Whether half of the pictures are mirrored top to bottom.</summary>
    public bool FlipVertically { get; init; }

    /// <summary>The most a picture moves along each axis, as a share of its size, 0 to 0.5.</summary>
    public double Shift { get; init; }

    /// <summary>The most a picture turns either way, in degrees, 0 to 180.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>The most a picture grows or shrinks: 0.1 scales by 0.9 to 1.1; 0 to 0.9.</summary>
    public double Scale { get; init; }

    /// <summary>
    /// The most that is cut away, as a share of each side, 0 to 0.9: a random part of the picture fills the whole.
    /// </summary>
    public double Crop { get; init; }

    /// <summary>The chance that a random rectangle is painted over (Zhong and others, 2017), 0 to 1.</summary>
    public double EraseChance { get; init; }

    /// <summary>The largest such rectangle as a share of the picture's area, 0 to 1.</summary>
    public double EraseArea { get; init; } = 0.25;

    /// <summary>The most that a picture becomes lighter or darker, as a share of 255, 0 to 1.</summary>
    public double Brightness { get; init; }

    /// <summary>
    /// The most that differences from mid-gray grow or shrink: 0.3 multiplies them by 0.7 to 1.3; 0 to 0.9.
    /// </summary>
    public double Contrast { get; init; }

    /// <summary>Whether pixels from outside the picture repeat its edge instead of <see cref="Fill"/>.</summary>
    public bool RepeatEdges { get; init; }

    /// <summary>
    /// The value of pixels that come from outside the picture or are painted over, 0 black to 255 white.
    /// </summary>
    public byte Fill { get; init; }

    internal void Check()
    {
        RequireWithin(Shift, 0.5, nameof(Shift));
        RequireWithin(RotationDegrees, 180, nameof(RotationDegrees));
        RequireWithin(Scale, 0.9, nameof(Scale));
        RequireWithin(Crop, 0.9, nameof(Crop));
        RequireWithin(EraseChance, 1, nameof(EraseChance));
        RequireWithin(EraseArea, 1, nameof(EraseArea));
        RequireWithin(Brightness, 1, nameof(Brightness));
        RequireWithin(Contrast, 0.9, nameof(Contrast));
    }

    private static void RequireWithin(double value, double most, string name)
    {
        if (!(value >= 0 && value <= most))
        {
            throw new ArgumentException($"{name} must be 0 to {most}, got {value}");
        }
    }
}
