using SkiaSharp;

namespace Spotter.Media.Pictures;

/// <summary>
/// TIFF whose strips or tiles are JPEG (TIFF Technical Note 2), which ffmpeg decodes to black: each is a picture of its
/// own, with the tables that all share put before it.
/// </summary>
internal static class TiffJpeg
{
    /// <summary>Decodes into four bytes a pixel: blue, green, red, alpha.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Decode(byte[] file, Scratch stored)
    {
        var tiff = TiffHeader.Of(file);
        (int width, int height) = ((int)tiff.Width, (int)tiff.Height);
        (int pieceWidth, int pieceHeight) =
            tiff.TileWidth > 0
                ? ((int)tiff.TileWidth, (int)tiff.TileHeight)
                : (width, (int)Math.Min(tiff.RowsPerStrip, height));
        long[] offsets = tiff.PieceOffsets.ToArray();
        long[] lengths = tiff.PieceLengths.ToArray();
        int columns = pieceWidth > 0 ? (width + pieceWidth - 1) / pieceWidth : 0;
        if (
            pieceWidth < 1
            || pieceHeight < 1
            || offsets.Length != lengths.Length
            || offsets.Length < (long)columns * ((height + pieceHeight - 1) / pieceHeight)
        )
        {
            throw new InvalidDataException("its directory is damaged");
        }

        for (int piece = 0; piece < offsets.Length; piece++)
        {
            if (offsets[piece] < 0 || lengths[piece] < 4 || offsets[piece] + lengths[piece] > file.Length)
            {
                throw new InvalidDataException("it is cut short");
            }

            (int left, int top) = (piece % columns * pieceWidth, piece / columns * pieceHeight);
            if (top < height)
            {
                Place(
                    Whole(tiff, file.AsSpan((int)offsets[piece], (int)lengths[piece])),
                    stored,
                    (left, top, width, height)
                );
            }
        }
    }

    /// <summary>A JPEG file of its own: the shared tables, and what its three channels are.</summary>
    private static byte[] Whole(TiffHeader tiff, ReadOnlySpan<byte> piece)
    {
        ReadOnlySpan<byte> tables = tiff.JpegTables is [0xFF, 0xD8, .. var inner, 0xFF, 0xD9] ? inner : [];
        byte transform = tiff.Photometric == 6 ? (byte)1 : (byte)0;
        byte[] adobe = [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform];
        return [0xFF, 0xD8, .. tiff.Photometric is 2 or 6 ? adobe : [], .. tables, .. piece[2..]];
    }

    private static unsafe void Place(byte[] jpeg, Scratch stored, (int Left, int Top, int Width, int Height) place)
    {
        using SKData data = SKData.CreateCopy(jpeg);
        using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException("a part of it is no JPEG");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var pixels = new Scratch(info.BytesSize64);
        if (
            codec.GetPixels(info, (IntPtr)pixels.Pointer, info.RowBytes, SKCodecOptions.Default)
            is not SKCodecResult.Success
        )
        {
            throw new InvalidDataException("a part of it is damaged");
        }

        int count = Math.Min(info.Width, place.Width - place.Left) * 4;
        for (int y = 0; y < info.Height && place.Top + y < place.Height && count > 0; y++)
        {
            pixels
                .Slice((long)y * info.RowBytes, count)
                .CopyTo(stored.Slice((((long)(place.Top + y) * place.Width) + place.Left) * 4, count));
        }
    }
}
