namespace Spotter.Media.Drawing;

/// <summary>Where the text of a detection stands; always wholly inside the picture.</summary>
public enum LabelPlace
{
    /// <summary>Above the box, or inside at its top where there is no room.</summary>
    Above,

    /// <summary>Below the box, or inside at its bottom where there is no room.</summary>
    Below,
}
