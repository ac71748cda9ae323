using System.Globalization;
using Spotter.Media;
using Spotter.Vision;

namespace Spotter.Apps.Labels;

/// <summary>Makes boxes of one picture from the numbers of its labels.</summary>
internal readonly struct PixelBoxes
{
    // Labelling tools round, and some count from 0 what the format counts from 1.
    private const double Tolerance = 2;

    /// <exception cref="Spotter.Media.Pictures.PictureException">The picture cannot be read.</exception>
    public PixelBoxes(string picture) => Size = Picture.ReadSize(picture);

    /// <summary>Of the picture as shown.</summary>
    public BoxSize Size { get; }

    /// <summary>The box in whole pixels, clipped to the picture where it sticks out by no more than rounding does.</summary>
    /// <param name="x">Left edge, in pixels.</param>
    /// <param name="y">Top edge, in pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="place">Which label it is, for messages.</param>
    /// <exception cref="LabelException">It has no pixels, or lies outside the picture.</exception>
    public Box Make(double x, double y, double width, double height, string place)
    {
        string shown = string.Create(CultureInfo.InvariantCulture, $"the box {x:0.##} {y:0.##} {width:0.##} {height:0.##} (x y width height)");
        if (!(width > 0 && height > 0))
        {
            throw new LabelException($"{place}: {shown} has no area");
        }

        if (!(x >= -Tolerance && y >= -Tolerance && x + width <= Size.Width + Tolerance && y + height <= Size.Height + Tolerance))
        {
            throw new LabelException($"{place}: {shown} reaches out of the {Size.Width}x{Size.Height} picture");
        }

        int left = Math.Max(0, (int)Math.Round(x));
        int top = Math.Max(0, (int)Math.Round(y));
        int right = Math.Min(Size.Width, (int)Math.Round(x + width));
        int bottom = Math.Min(Size.Height, (int)Math.Round(y + height));
        return right > left && bottom > top ? new Box(left, top, right - left, bottom - top)
            : throw new LabelException($"{place}: {shown} holds no whole pixel of the {Size.Width}x{Size.Height} picture");
    }
}
