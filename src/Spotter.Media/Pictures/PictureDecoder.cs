using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>
/// Encoded bytes to a frame: orientation applied, transparency laid on white, colours brought to sRGB.
/// </summary>
internal static class PictureDecoder
{
    /// <param name="encoded">The whole file; its signature has been recognised.</param>
    /// <param name="length">Number of bytes.</param>
    /// <param name="format">The format's name, for messages.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <param name="options">The limit on pixels.</param>
    public static unsafe Frame Decode(byte* encoded, int length, string format, string name, PictureLoadOptions options)
    {
        if (ToolPicture.Reads(format))
        {
            return ToolPicture.Decode(encoded, length, format, name, options);
        }

        using SKData data = SKData.Create((IntPtr)encoded, length);
        using SKCodec codec = Open(data, format, name, options);
        Orientation orientation = OrientationOf(codec, new ReadOnlySpan<byte>(encoded, length));

        // Gray of another curve than sRGB's goes the way of colour: a codec converts nothing into a gray picture.
        return
            codec.Info.ColorSpace is null or { IsSrgb: true }
            && codec.Info.ColorType == SKColorType.Gray8
            && codec.Info.AlphaType == SKAlphaType.Opaque
            ? new Frame(DecodeGray(codec, orientation, format, name))
            : new Frame(DecodeColor(codec, orientation, format, name));
    }

    /// <summary>The size of the picture as shown; its pixels are not decoded.</summary>
    /// <param name="encoded">The whole file, as for <see cref="Decode"/>.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <param name="options">The limit on pixels.</param>
    public static unsafe BoxSize SizeOf(EncodedPicture encoded, string name, PictureLoadOptions options)
    {
        if (ToolPicture.Reads(encoded.Format))
        {
            return ToolPicture.SizeOf(encoded.Pointer, encoded.Length, encoded.Format, name, options);
        }

        using SKData data = SKData.Create((IntPtr)encoded.Pointer, encoded.Length);
        using SKCodec codec = Open(data, encoded.Format, name, options);
        Orientation orientation = OrientationOf(codec, new ReadOnlySpan<byte>(encoded.Pointer, encoded.Length));
        return new BoxSize(orientation.Width, orientation.Height);
    }

    private static SKCodec Open(SKData data, string format, string name, PictureLoadOptions options)
    {
        SKCodec codec = SKCodec.Create(data)
            ?? throw PictureException.About(name, $"its {format} header is damaged or cut short; get the file again");
        SKImageInfo info = codec.Info;
        long pixels = (long)info.Width * info.Height;
        if (pixels >= 1 && pixels <= options.MaxPixels)
        {
            return codec;
        }

        codec.Dispose();
        throw pixels < 1
            ? PictureException.About(
                name,
                $"its {format} header claims {info.Width}x{info.Height} pixels; get the file again"
            )
            : PictureException.TooLarge(
                name,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"has {info.Width}x{info.Height} pixels, {pixels / 1e6:0.#} megapixels, above the limit of "
                        + $"{options.MaxPixels / 1e6:0.######}; make it smaller or raise the limit"
                )
            );
    }

    private static Orientation OrientationOf(SKCodec codec, ReadOnlySpan<byte> encoded)
    {
        SKEncodedOrigin origin =
            codec.EncodedFormat == SKEncodedImageFormat.Png ? PngOrientation.Of(encoded) : codec.EncodedOrigin;
        return Orientation.Of(origin, codec.Info.Width, codec.Info.Height);
    }

    private static unsafe GrayImage DecodeGray(SKCodec codec, Orientation orientation, string format, string name)
    {
        var target = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        byte[] gray = GC.AllocateUninitializedArray<byte>(checked(target.Width * target.Height));
        if (orientation.StepX == 1 && orientation.Start == 0)
        {
            fixed (byte* pixels = gray)
            {
                GetPixels(codec, target, pixels, format, name);
            }
        }
        else
        {
            using var stored = new Scratch(gray.Length);
            GetPixels(codec, target, stored.Pointer, format, name);
            orientation.CopyGray(stored, gray);
        }

        return new GrayImage(gray, orientation.Width, orientation.Height);
    }

    private static unsafe BgrImage DecodeColor(SKCodec codec, Orientation orientation, string format, string name)
    {
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        using SKColorSpace srgb = SKColorSpace.CreateSrgb();
        var target = new SKImageInfo(
            codec.Info.Width,
            codec.Info.Height,
            SKColorType.Bgra8888,
            opaque ? SKAlphaType.Opaque : SKAlphaType.Premul,
            srgb
        );
        using var stored = new Scratch((long)target.Width * target.Height * 4);
        GetPixels(codec, target, stored.Pointer, format, name);
        if (!opaque)
        {
            for (int y = 0; y < target.Height; y++)
            {
                PixelPacking.BlendOverWhite(stored.Slice((long)y * target.Width * 4, target.Width * 4));
            }
        }

        byte[] bgr = GC.AllocateUninitializedArray<byte>(checked(target.Width * target.Height * 3));
        orientation.CopyBgr(stored, bgr);
        return new BgrImage(bgr, orientation.Width, orientation.Height);
    }

    private static unsafe void GetPixels(SKCodec codec, SKImageInfo target, byte* pixels, string format, string name)
    {
        SKCodecResult result = codec.GetPixels(target, (IntPtr)pixels, target.RowBytes, SKCodecOptions.Default);
        switch (result)
        {
            case SKCodecResult.Success:
                return;
            case SKCodecResult.IncompleteInput:
                throw PictureException.About(name, $"its {format} data is cut short; get the file again");
            case SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput:
                throw PictureException.About(name, $"its {format} data is damaged or cut short; get the file again");
            default:
                throw PictureException.About(
                    name,
                    $"its kind of {format} cannot be read ({result}); convert it to JPEG or PNG"
                );
        }
    }
}
