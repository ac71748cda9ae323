using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>Parts and sizes of pictures.</summary>
internal static class PictureGeometry
{
    public static BgrImage Crop(BgrImage image, Box box)
    {
        Box part = Clip(box, image.Width, image.Height);
        if (part.IsEmpty)
        {
            throw new ArgumentException(
                $"the crop {box} holds no pixel of the {image.Width}x{image.Height} picture",
                nameof(box)
            );
        }

        var crop = new BgrImage(part.Width, part.Height);
        for (int y = 0; y < part.Height; y++)
        {
            image
                .Pixels.AsSpan(((part.Y + y) * image.Width + part.X) * 3, part.Width * 3)
                .CopyTo(crop.Pixels.AsSpan(y * part.Width * 3));
        }

        return crop;
    }

    /// <summary>Copies a picture onto another one.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="piece">It lies wholly inside.</param>
    /// <param name="left">Where its left edge goes.</param>
    /// <param name="top">Where its upper edge goes.</param>
    public static void Paste(BgrImage image, BgrImage piece, int left, int top)
    {
        int length = piece.Width * 3;
        for (int y = 0; y < piece.Height; y++)
        {
            piece.Pixels.AsSpan(y * length, length).CopyTo(image.Pixels.AsSpan(((top + y) * image.Width + left) * 3));
        }
    }

    /// <summary>The part of a box inside a picture; right for boxes whose edges do not fit into 32 bits, too.</summary>
    public static Box Clip(Box box, int width, int height)
    {
        long left = Math.Max(0L, box.X);
        long top = Math.Max(0L, box.Y);
        long right = Math.Min(width, (long)box.X + box.Width);
        long bottom = Math.Min(height, (long)box.Y + box.Height);
        return right > left && bottom > top
            ? new Box((int)left, (int)top, (int)(right - left), (int)(bottom - top))
            : default;
    }

    public static unsafe BgrImage Resize(BgrImage image, int width, int height)
    {
        var result = new BgrImage(width, height);
        using var source = new Scratch((long)image.Width * image.Height * 4);
        using var target = new Scratch((long)width * height * 4);
        for (int y = 0; y < image.Height; y++)
        {
            PixelPacking.BgrToBgra(
                image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3),
                source.Slice((long)y * image.Width * 4, image.Width * 4)
            );
        }

        var sourceInfo = new SKImageInfo(image.Width, image.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        var targetInfo = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var from = new SKPixmap(sourceInfo, (IntPtr)source.Pointer, sourceInfo.RowBytes);
        using var to = new SKPixmap(targetInfo, (IntPtr)target.Pointer, targetInfo.RowBytes);
        if (!from.ScalePixels(to, Sampling(image, width, height)))
        {
            throw new InvalidOperationException(
                $"a {image.Width}x{image.Height} picture could not be resized to {width}x{height}"
            );
        }

        for (int y = 0; y < height; y++)
        {
            PixelPacking.BgraToBgr(
                target.Slice((long)y * width * 4, width * 4),
                result.Pixels.AsSpan(y * width * 3, width * 3)
            );
        }

        return result;
    }

    // Down to a half, bilinear weights reach every source pixel (at a half they are the mean of four). Below, mipmaps
    // average what would fall between the samples; they take several times as long. Larger: Mitchell's cubic
    // (Mitchell & Netravali, SIGGRAPH 1988), smooth without ringing.
    private static SKSamplingOptions Sampling(BgrImage image, int width, int height) =>
        width * 2L < image.Width || height * 2L < image.Height
            ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        : width < image.Width || height < image.Height ? new SKSamplingOptions(SKFilterMode.Linear)
        : new SKSamplingOptions(SKCubicResampler.Mitchell);
}
