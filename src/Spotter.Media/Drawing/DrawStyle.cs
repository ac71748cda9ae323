namespace Spotter.Media.Drawing;

/// <summary>How a detection shows in a picture.</summary>
public enum DrawStyle
{
    /// <summary>The outline of the box, and what the model told of the find's own outline and joints.</summary>
    Boxes,

    /// <summary>The four corners of the box; outline and joints as with boxes.</summary>
    Corners,

    /// <summary>
    /// A circle around the middle of the box, as wide as the mean of its width and height; outline and joints as with
    /// boxes.
    /// </summary>
    Circles,

    /// <summary>
    /// The box and a margin, blurred until a face cannot be told. Where the find has a mask, what is hidden is its
    /// outline and a margin; of a mask that cannot be trusted it is the box.
    /// </summary>
    Blur,

    /// <summary>The box and a margin in coarse squares, at most nine across; along a mask as with blur.</summary>
    Pixelate,

    /// <summary>
    /// The box and a margin, filled with the colour: black unless one is given; along a mask as with blur.
    /// </summary>
    Solid,

    /// <summary>No outline: labels, stickers and what is said alone.</summary>
    Labels,

    /// <summary>Nothing is drawn, and no label either.</summary>
    None,

    /// <summary>The find's own outline and joints, without the box; the box where the model told neither.</summary>
    Outline,
}

/// <summary>What styles have in common.</summary>
internal static class DrawStyles
{
    /// <summary>Whether a style is for hiding.</summary>
    public static bool Hides(this DrawStyle style) => style is DrawStyle.Blur or DrawStyle.Pixelate or DrawStyle.Solid;

    /// <summary>Whether a style draws lines around what is found.</summary>
    public static bool Outlines(this DrawStyle style) =>
        style is DrawStyle.Boxes or DrawStyle.Corners or DrawStyle.Circles or DrawStyle.Outline;
}
