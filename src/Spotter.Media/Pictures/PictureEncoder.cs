using SkiaSharp;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>Pictures to encoded bytes.</summary>
internal static class PictureEncoder
{
    private const string Supported = ".jpg, .jpeg, .png and .webp can be written";

    /// <exception cref="PictureException">The extension is none that can be written.</exception>
    public static PictureFormat FormatOf(string path) =>
        Find(path)
        ?? throw PictureException.About(
            path,
            Path.GetExtension(path) is { Length: > 0 } extension
                ? $"\"{extension}\" is no format that pictures can be written in; {Supported}"
                : $"has no extension to tell the format by; {Supported}"
        );

    /// <summary>The format that a name's extension stands for; null where it is none that can be written.</summary>
    public static PictureFormat? Find(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" => PictureFormat.Jpeg,
            ".PNG" => PictureFormat.Png,
            ".WEBP" => PictureFormat.WebP,
            _ => null,
        };

    /// <summary>Encodes into native memory, which the caller disposes of.</summary>
    public static unsafe SKData Encode(BgrImage image, PictureFormat format, PictureSaveOptions options, string name)
    {
        CheckSize(image, format, name);
        using var bgra = new Scratch((long)image.Width * image.Height * 4);
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int y = 0; y < image.Height; y++)
        {
            PixelPacking.BgrToBgra(
                pixels.Slice(y * image.Width * 3, image.Width * 3),
                bgra.Slice((long)y * image.Width * 4, image.Width * 4)
            );
        }

        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var pixmap = new SKPixmap(info, (IntPtr)bgra.Pointer, info.RowBytes);

        // Encoded into memory and written afterwards: an exception of a managed stream must not travel through native
        // code.
        return format switch
        {
            PictureFormat.Jpeg => pixmap.Encode(
                new SKJpegEncoderOptions(
                    options.Quality,
                    SKJpegEncoderDownsample.Downsample420,
                    SKJpegEncoderAlphaOption.Ignore
                )
            ),
            PictureFormat.Png => pixmap.Encode(
                new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub | SKPngEncoderFilterFlags.Up, 4)
            ),
            PictureFormat.WebP => pixmap.Encode(
                new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, options.Quality)
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(format),
                format,
                $"no picture format has the number {format}"
            ),
        }
            ?? throw PictureException.About(
                name,
                $"a picture of {image.Width}x{image.Height} could not be encoded as {format}; make it smaller"
            );
    }

    private static void CheckSize(BgrImage image, PictureFormat format, string name)
    {
        int most = format switch
        {
            PictureFormat.Jpeg => 65_535,
            PictureFormat.WebP => 16_383,
            _ => int.MaxValue,
        };
        if (Math.Max(image.Width, image.Height) > most)
        {
            throw PictureException.About(
                name,
                $"{format} holds at most {most} pixels a side, the picture has {image.Width}x{image.Height}; make it "
                    + $"smaller or write PNG"
            );
        }
    }
}
