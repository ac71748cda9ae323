using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>
/// Encoded bytes to a frame: orientation applied, transparency laid on white, colours brought to sRGB.
/// </summary>
internal static class PictureDecoder
{
    // A block of a JPEG has eight samples a side.
    private const int MostReduction = 8;

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

        return Decode(encoded, length, format, name, options, mostReduced: 1).Pixels;
    }

    /// <summary>
    /// The picture, or a smaller one where the format can be decoded so: a JPEG is transformed back in smaller blocks,
    /// which leaves out most of the work behind its entropy coding.
    /// </summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="length">Number of bytes.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <param name="options">The limit on pixels.</param>
    /// <param name="mostReduced">By which power of two its sides may be divided.</param>
    public static unsafe (Frame Pixels, int Factor) Decode(
        byte* encoded,
        int length,
        string format,
        string name,
        PictureLoadOptions options,
        int mostReduced
    )
    {
        using SKData data = SKData.Create((IntPtr)encoded, length);
        using SKCodec codec = Open(data, format, name, options);
        SKEncodedOrigin origin = OriginOf(codec, new ReadOnlySpan<byte>(encoded, length));
        (SKSizeI stored, int factor) = Reduce(codec, origin, mostReduced);
        Orientation orientation = Orientation.Of(origin, stored.Width, stored.Height);
        return (
            IsGray(codec)
                ? new Frame(DecodeGray(codec, stored, orientation, format, name))
                : new Frame(DecodeColor(codec, stored, orientation, format, name)),
            factor
        );
    }

    /// <summary>Whether fewer pixels than all can be had of a format.</summary>
    public static bool Reduces(string format) => format == "JPEG";

    /// <summary>What a header says: the size of the picture as shown, and whether it has colour.</summary>
    public static unsafe (BoxSize Size, bool HasColor) ReadHeader(
        byte* encoded,
        int length,
        string format,
        string name,
        PictureLoadOptions options
    )
    {
        using SKData data = SKData.Create((IntPtr)encoded, length);
        using SKCodec codec = Open(data, format, name, options);
        Orientation orientation = OrientationOf(codec, new ReadOnlySpan<byte>(encoded, length));
        return (new BoxSize(orientation.Width, orientation.Height), !IsGray(codec));
    }

    /// <summary>The size of the picture as shown; its pixels are not decoded.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <param name="options">The limit on pixels.</param>
    public static unsafe BoxSize SizeOf(EncodedPicture encoded, string name, PictureLoadOptions options)
    {
        if (ToolPicture.Reads(encoded.Format))
        {
            return ToolPicture.SizeOf(encoded.Pointer, encoded.Length, encoded.Format, name, options);
        }

        return ReadHeader(encoded.Pointer, encoded.Length, encoded.Format, name, options).Size;
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

    // Gray of another curve than sRGB's goes the way of colour: a codec converts nothing into a gray picture.
    private static bool IsGray(SKCodec codec) =>
        codec.Info.ColorSpace is null or { IsSrgb: true }
        && codec.Info.ColorType == SKColorType.Gray8
        && codec.Info.AlphaType == SKAlphaType.Opaque;

    private static Orientation OrientationOf(SKCodec codec, ReadOnlySpan<byte> encoded) =>
        Orientation.Of(OriginOf(codec, encoded), codec.Info.Width, codec.Info.Height);

    private static SKEncodedOrigin OriginOf(SKCodec codec, ReadOnlySpan<byte> encoded) =>
        codec.EncodedFormat == SKEncodedImageFormat.Png ? PngOrientation.Of(encoded) : codec.EncodedOrigin;

    // The last row and column of blocks may be cut off by the edge, which must not become the first ones of what is
    // shown: a picture that is turned is divided by what divides its sides.
    private static (SKSizeI Stored, int Factor) Reduce(SKCodec codec, SKEncodedOrigin origin, int mostReduced)
    {
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        bool isTurned = origin is not (SKEncodedOrigin.Default or SKEncodedOrigin.TopLeft or SKEncodedOrigin.LeftTop);
        for (int factor = Math.Min(mostReduced, MostReduction); factor > 1; factor /= 2)
        {
            var stored = new SKSizeI((width + factor - 1) / factor, (height + factor - 1) / factor);
            if (
                !(isTurned && (width % factor != 0 || height % factor != 0))
                && codec.GetScaledDimensions(1f / factor) == stored
            )
            {
                return (stored, factor);
            }
        }

        return (new SKSizeI(width, height), 1);
    }

    private static unsafe GrayImage DecodeGray(
        SKCodec codec,
        SKSizeI stored,
        Orientation orientation,
        string format,
        string name
    )
    {
        var target = new SKImageInfo(stored.Width, stored.Height, SKColorType.Gray8, SKAlphaType.Opaque);
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
            using var scratch = new Scratch(gray.Length);
            GetPixels(codec, target, scratch.Pointer, format, name);
            orientation.CopyGray(scratch, gray);
        }

        return new GrayImage(gray, orientation.Width, orientation.Height);
    }

    private static unsafe BgrImage DecodeColor(
        SKCodec codec,
        SKSizeI stored,
        Orientation orientation,
        string format,
        string name
    )
    {
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        using SKColorSpace srgb = SKColorSpace.CreateSrgb();
        var target = new SKImageInfo(
            stored.Width,
            stored.Height,
            SKColorType.Bgra8888,
            opaque ? SKAlphaType.Opaque : SKAlphaType.Premul,
            srgb
        );
        using var scratch = new Scratch((long)target.Width * target.Height * 4);
        GetPixels(codec, target, scratch.Pointer, format, name);
        if (!opaque)
        {
            for (int y = 0; y < target.Height; y++)
            {
                PixelPacking.BlendOverWhite(scratch.Slice((long)y * target.Width * 4, target.Width * 4));
            }
        }

        byte[] bgr = GC.AllocateUninitializedArray<byte>(checked(target.Width * target.Height * 3));
        orientation.CopyBgr(scratch, bgr);
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
