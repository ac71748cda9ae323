using SkiaSharp;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Plots;

/// <summary>Makes bitmaps of a data set's pictures and of weights.</summary>
internal static class Thumbnail
{
    /// <param name="pixels">Row-major, channels side by side: 1 (gray) or 3 (red, green, blue).</param>
    /// <param name="shape">Height, width, channels.</param>
    public static SKBitmap OfPicture(ReadOnlySpan<byte> pixels, TensorShape shape)
    {
        var colors = new SKColor[shape.Height * shape.Width];
        for (int i = 0; i < colors.Length; i++)
        {
            colors[i] =
                shape.Channels == 1
                    ? new SKColor(pixels[i], pixels[i], pixels[i])
                    : new SKColor(pixels[i * 3], pixels[i * 3 + 1], pixels[i * 3 + 2]);
        }

        return Of(colors, shape.Width, shape.Height);
    }

    public static SKBitmap Of(BgrImage picture)
    {
        var colors = new SKColor[picture.Width * picture.Height];
        for (int i = 0; i < colors.Length; i++)
        {
            colors[i] = new SKColor(picture.Pixels[(3 * i) + 2], picture.Pixels[(3 * i) + 1], picture.Pixels[3 * i]);
        }

        return Of(colors, picture.Width, picture.Height);
    }

    public static SKBitmap Of(SKColor[] colors, int width, int height) => new(width, height) { Pixels = colors };
}
