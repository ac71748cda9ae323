namespace Spotter.Media.Drawing;

/// <summary>How a detection shows in a picture.</summary>
public enum DrawStyle
{
    /// <summary>The outline of the box.</summary>
    Boxes,

    /// <summary>The four corners of the box.</summary>
    Corners,

    /// <summary>A circle around the middle of the box, as wide as the mean of its width and height.</summary>
    Circles,

    /// <summary>The box and a margin, blurred until a face cannot be told.</summary>
    Blur,

    /// <summary>The box and a margin in coarse squares, at most nine across.</summary>
    Pixelate,

    /// <summary>The box and a margin, filled with the colour: black unless one is given.</summary>
    Solid,

    /// <summary>No outline: labels, stickers and what is said alone.</summary>
    Labels,

    /// <summary>Nothing is drawn, and no label either.</summary>
    None,
}

/// <summary>What styles have in common.</summary>
internal static class DrawStyles
{
    /// <summary>Whether a style is for hiding.</summary>
    public static bool Hides(this DrawStyle style) => style is DrawStyle.Blur or DrawStyle.Pixelate or DrawStyle.Solid;
}
