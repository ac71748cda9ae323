namespace Spotter.Media.Video;

/// <summary>Which pixels the frames of a video carry.</summary>
public enum PixelMode
{
    /// <summary>Colour and gray: for pictures that are drawn on, shown or written.</summary>
    Color,

    /// <summary>Gray only: for detection without pictures; a third of the memory traffic.</summary>
    Gray,
}
