namespace Spotter.Cli.Parsing;

/// <summary>What <c>--draw</c> takes: the styles, and three words for what of box and label is drawn.</summary>
internal enum DrawChoice
{
    Boxes,
    Corners,
    Circles,

    /// <summary>The find's own outline and joints, where the model tells them.</summary>
    Outline,

    /// <summary>The label without a box.</summary>
    Label,

    /// <summary>The box without a label, also where the command writes one by itself.</summary>
    Box,

    /// <summary>The box and a label, also where the command writes none by itself.</summary>
    Both,

    Blur,
    Pixelate,
    Solid,
    None,
}
