using System.Runtime.CompilerServices;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Cuts an object out of a picture at the size of the window, moved, turned and mirrored a little as asked. Pixels are
/// read as the engine's own resizing reads them, bilinear and without smoothing, so that training sees what detection
/// will see.
/// </summary>
internal static class WindowCutter
{
    /// <param name="picture">The picture; beyond its edges the edge goes on.</param>
    /// <param name="box">The object, in pixels of the picture, with the proportions of the window.</param>
    /// <param name="window">Size of the result.</param>
    /// <param name="jitter">How the view differs from the box.</param>
    public static byte[] Cut(GrayImage picture, FractionalBox box, BoxSize window, Jitter jitter)
    {
        byte[] pixels = new byte[window.Width * window.Height];
        (double sine, double cosine) = Math.SinCos(jitter.Angle);
        double stepX = box.Width * jitter.Scale / window.Width;
        double stepY = box.Height * jitter.Scale / window.Height;
        double centreX = box.X + (box.Width * (0.5 + jitter.ShiftX));
        double centreY = box.Y + (box.Height * (0.5 + jitter.ShiftY));
        for (int y = 0; y < window.Height; y++)
        {
            double v = (y + 0.5 - (window.Height / 2.0)) * stepY;
            for (int x = 0; x < window.Width; x++)
            {
                double u = (x + 0.5 - (window.Width / 2.0)) * stepX;
                int column = jitter.IsMirrored ? window.Width - 1 - x : x;
                pixels[(y * window.Width) + column] = Sample(
                    picture,
                    centreX + (u * cosine) - (v * sine) - 0.5,
                    centreY + (u * sine) + (v * cosine) - 0.5
                );
            }
        }

        return pixels;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Sample(GrayImage picture, double x, double y)
    {
        LinearTap across = LinearTap.At(x, picture.Width);
        LinearTap down = LinearTap.At(y, picture.Height);
        byte[] pixels = picture.Pixels;
        int above = down.First * picture.Width;
        int below = down.Second * picture.Width;
        double gray = down.Share(
            across.Share(pixels[above + across.First], pixels[above + across.Second]),
            across.Share(pixels[below + across.First], pixels[below + across.Second])
        );
        return (byte)(gray + 0.5);
    }
}

/// <summary>A rectangle with fractions of pixels.</summary>
internal readonly record struct FractionalBox(double X, double Y, double Width, double Height);

/// <summary>A small change of view.</summary>
/// <param name="ShiftX">To the right, in widths of the object.</param>
/// <param name="ShiftY">Down, in heights of the object.</param>
/// <param name="Scale">Above 1 shows more than the object.</param>
/// <param name="Angle">In radians.</param>
/// <param name="IsMirrored">Left and right exchanged.</param>
internal readonly record struct Jitter(double ShiftX, double ShiftY, double Scale, double Angle, bool IsMirrored)
{
    /// <summary>As it is.</summary>
    public static Jitter None { get; } = new(0, 0, 1, 0, false);
}
