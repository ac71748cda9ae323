using System.Runtime.CompilerServices;

namespace Spotter.Vision.Images;

/// <summary>
/// Cuts a part out of a gray picture and brings it to a size; each new pixel is the mean of what it covers.
/// </summary>
public static class GrayCrop
{
    // Sample points along a new pixel where it covers more than one old one: enough for a mean, few enough for video.
    private const int MostSamples = 8;

    /// <summary>Cuts and scales. What lies outside the picture repeats its edge.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="left">Left edge of the part, in pixels.</param>
    /// <param name="top">Top edge of the part.</param>
    /// <param name="width">Width of the part, above 0.</param>
    /// <param name="height">Height of the part, above 0.</param>
    /// <param name="size">Width and height of the result, at least 1.</param>
    public static GrayImage Cut(
        ImageView<byte> gray,
        double left,
        double top,
        double width,
        double height,
        BoxSize size
    )
    {
        if (!(width > 0 && height > 0))
        {
            throw new ArgumentException($"a part must be larger than 0, got {width} x {height}");
        }

        var target = new byte[size.Width * size.Height];
        double stepX = width / size.Width;
        double stepY = height / size.Height;
        int samplesX = Math.Clamp((int)Math.Ceiling(stepX), 1, MostSamples);
        int samplesY = Math.Clamp((int)Math.Ceiling(stepY), 1, MostSamples);
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                double sum = 0;
                for (int i = 0; i < samplesY; i++)
                {
                    double fromY = top + (y + (i + 0.5) / samplesY) * stepY - 0.5;
                    for (int j = 0; j < samplesX; j++)
                    {
                        sum += Sample(gray, left + (x + (j + 0.5) / samplesX) * stepX - 0.5, fromY);
                    }
                }

                target[y * size.Width + x] = (byte)(sum / (samplesX * samplesY) + 0.5);
            }
        }

        return new GrayImage(target, size.Width, size.Height);
    }

    /// <summary>Cuts a box with some of what is around it, or its middle alone, and scales.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="box">The box.</param>
    /// <param name="factor">How much larger than the box the part is, about the same middle; above 0.</param>
    /// <param name="size">Width and height of the result, at least 1.</param>
    public static GrayImage CutAround(ImageView<byte> gray, Box box, double factor, BoxSize size)
    {
        double width = factor * box.Width;
        double height = factor * box.Height;
        return Cut(gray, box.X + ((box.Width - width) / 2), box.Y + ((box.Height - height) / 2), width, height, size);
    }

    /// <summary>The gray value at a place. Outside the picture its outermost pixels go on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sample(ImageView<byte> gray, double x, double y)
    {
        LinearTap across = LinearTap.At(x, gray.Width);
        LinearTap down = LinearTap.At(y, gray.Height);
        ReadOnlySpan<byte> above = gray.Row(down.First);
        ReadOnlySpan<byte> below = gray.Row(down.Second);
        return down.Mix(
            across.Mix(above[across.First], above[across.Second]),
            across.Mix(below[across.First], below[across.Second])
        );
    }
}
