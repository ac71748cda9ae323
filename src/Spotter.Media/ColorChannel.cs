namespace Spotter.Media;

/// <summary>One of the three numbers of a pixel, in their order in memory.</summary>
public enum ColorChannel
{
    /// <summary>How much blue.</summary>
    Blue,

    /// <summary>How much green.</summary>
    Green,

    /// <summary>How much red.</summary>
    Red,
}
