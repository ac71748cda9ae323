namespace Spotter.Vision.Tracking;

/// <summary>How <see cref="CountingLine"/> and <see cref="Zone"/> look at tracks.</summary>
public sealed record CountingOptions
{
    // What trembles evenly about a border is within this many standard deviations twice in a row, for hours.
    private const double SureDeviations = 3;
    private const double EntryDeviations = 2;
    private const double Newness = 0.15;

    /// <summary>How many standard deviations further off one sighting must be to say what two in a row say.</summary>
    internal const double LoudDeviations = 2;

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
    /// height): 0 to 10. It keeps an object that trembles on the border from counting again, and grows where the boxes
    /// of a track tremble by more than a third of it. Default 0.1.
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
    /// After how long an identity that is no longer seen is forgotten, and leaves the zone that it was in: above
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

    /// <summary>
    /// The hysteresis of one that trembles, in box sizes. Of the first sightings it is not known yet how much they do.
    /// </summary>
    internal double MarginOf(SeenBody body) =>
        Math.Max(Hysteresis, SureDeviations * body.Deviation) + Newness / body.Sightings;

    /// <summary>How far inside one that trembles has come in, in box sizes.</summary>
    internal double EntryOf(SeenBody body) => Math.Max(0, EntryDeviations * body.Deviation - Hysteresis);

    /// <summary>The point that stands for a box.</summary>
    internal Point AnchorOf(in RealBox box) =>
        Anchor == BoxAnchor.Center ? new Point(box.CenterX, box.CenterY) : box.Foot;
}
