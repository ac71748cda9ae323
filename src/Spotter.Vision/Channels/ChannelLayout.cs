namespace Spotter.Vision.Channels;

/// <summary>Which channels there are, and how their values become bytes.</summary>
internal static class ChannelLayout
{
    /// <summary>Gradient directions, 180 degrees divided evenly.</summary>
    public const int Orientations = 6;

    public const int Gray = 0;

    public const int Magnitude = 1;

    public const int FirstOrientation = 2;

    public const int Count = FirstOrientation + Orientations;

    /// <summary>
    /// What is added to a channel's byte so that signed comparisons order it: 0..255 becomes -128..127.
    /// </summary>
    public const int Bias = 128;

    // A normalised magnitude is 1 on average and rarely above 5.
    private const float MagnitudeUnit = 48;

    // A gradient that points exactly along a direction has 1 - cos 30 of its magnitude in that channel; twice the room,
    // for the mean of a cell is shared by several directions.
    private const float OrientationUnit = 2 * MagnitudeUnit / 0.1339746f;

    /// <summary>What a value is multiplied by to become a byte.</summary>
    public static float Unit(int channel) =>
        channel switch
        {
            Gray => 1,
            Magnitude => MagnitudeUnit,
            _ => OrientationUnit,
        };
}
