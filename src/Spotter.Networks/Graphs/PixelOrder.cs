namespace Spotter.Networks.Graphs;

/// <summary>What the bytes of a pixel are, one after another.</summary>
public enum PixelOrder
{
    /// <summary>One byte: gray.</summary>
    Gray,

    /// <summary>Three bytes: red, green, blue.</summary>
    Rgb,

    /// <summary>Three bytes: blue, green, red, as cameras and OpenCV have them.</summary>
    Bgr,
}
