namespace Spotter.Vision.Tracking;

/// <summary>How <see cref="CountingLine"/> and <see cref="Zone"/> look at tracks.</summary>
public sealed record CountingOptions
{
    /// <summary>The settings that suit a camera which looks at the ground.</summary>
    public static CountingOptions Default { get; } = new();

    /// <summary>The point of a box that crosses and enters. Default: the middle of its lower edge.</summary>
    public BoxAnchor Anchor
    {
        get;
        init =>
            field = Enum.IsDefined(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Anchor),
                    value,
                    $"{nameof(Anchor)} must be one of {string.Join(", ", Enum.GetNames<BoxAnchor>())}, got {value}"
                );
    }

    /// <summary>
    /// How far beyond a border an object must be to count as over it, in box sizes (the square root of width times
    /// height): 0 to 10. It keeps an object that trembles on the border from counting again. Default 0.1.
    /// </summary>
    public double Hysteresis
    {
        get;
        init =>
            field = value is >= 0 and <= 10
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Hysteresis),
                    value,
                    $"{nameof(Hysteresis)} must be 0 to 10, got {value}"
                );
    } = 0.1;

    /// <summary>
    /// After how long an identity that is no longer shown is forgotten, and leaves the zone that it was in: above
    /// zero. Default 3 s; at least <see cref="TrackerOptions.Memory"/>, within which it can come back.
    /// </summary>
    public TimeSpan Absence
    {
        get;
        init =>
            field =
                value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Absence),
                        value,
                        $"{nameof(Absence)} must be above zero, got {value}"
                    );
    } = TimeSpan.FromSeconds(3);

    /// <summary>The point that stands for a box.</summary>
    internal Point AnchorOf(Box box) =>
        new(box.X + box.Width / 2.0, box.Y + (Anchor == BoxAnchor.Center ? box.Height / 2.0 : box.Height));

    /// <summary>The hysteresis for a box, in pixels.</summary>
    internal double MarginOf(Box box) => Hysteresis * Math.Sqrt(box.Area);
}
