namespace Spotter.Vision.Images;

/// <summary>How the pixels of a picture lie in memory, byte for byte.</summary>
public enum PixelLayout
{
    /// <summary>One byte a pixel, 0 black to 255 white.</summary>
    Gray8,

    /// <summary>Three bytes: blue, green, red. A <c>Mat</c> of OpenCV, <c>Format24bppRgb</c> of
    /// System.Drawing.</summary>
    Bgr24,

    /// <summary>Three bytes: red, green, blue. <c>Rgb24</c> of ImageSharp.</summary>
    Rgb24,

    /// <summary>
    /// Four bytes: blue, green, red, alpha. <c>Bgra8888</c> of Skia, <c>Format32bppArgb</c> of System.Drawing. Alpha is
    /// left out as it comes, and written as 255.
    /// </summary>
    Bgra32,

    /// <summary>
    /// Four bytes: red, green, blue, alpha. <c>Rgba32</c> of ImageSharp, a browser's canvas. Alpha is left out as it
    /// comes, and written as 255.
    /// </summary>
    Rgba32,

    /// <summary>
    /// A camera's 4:2:0: height rows of brightness, then (height + 1) / 2 rows of U and V in turn, of (width + 1) / 2
    /// pairs. Limited range (16..235), ITU-R BT.601.
    /// </summary>
    Nv12,

    /// <summary>
    /// A camera's 4:2:2: Y, U, Y, V for two pixels; the width is even. Limited range (16..235), ITU-R BT.601. Also
    /// called YUY2.
    /// </summary>
    Yuyv,
}
