using SkiaSharp;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>
/// How stored pixels become the picture as shown, from the EXIF orientation (JEITA CP-3451, tag 0x0112). The shown
/// pixel (x, y) is the stored pixel at offset Start + x * StepX + y * StepY, all counted in pixels.
/// </summary>
internal readonly record struct Orientation(int Width, int Height, long Start, long StepX, long StepY)
{
    /// <param name="origin">Where the first stored row and column belong in the picture as shown.</param>
    /// <param name="width">Stored pixels a row.</param>
    /// <param name="height">Stored rows.</param>
    public static Orientation Of(SKEncodedOrigin origin, int width, int height)
    {
        long row = width;
        long lastColumn = width - 1;
        long lastRow = (height - 1) * row;
        return origin switch
        {
            SKEncodedOrigin.TopRight => new Orientation(width, height, lastColumn, -1, row),
            SKEncodedOrigin.BottomRight => new Orientation(width, height, lastRow + lastColumn, -1, -row),
            SKEncodedOrigin.BottomLeft => new Orientation(width, height, lastRow, 1, -row),
            SKEncodedOrigin.LeftTop => new Orientation(height, width, 0, row, 1),
            SKEncodedOrigin.RightTop => new Orientation(height, width, lastRow, -row, 1),
            SKEncodedOrigin.RightBottom => new Orientation(height, width, lastRow + lastColumn, -row, -1),
            SKEncodedOrigin.LeftBottom => new Orientation(height, width, lastColumn, row, -1),
            _ => new Orientation(width, height, 0, 1, row),
        };
    }

    /// <summary>Copies gray pixels into the order of the picture as shown.</summary>
    /// <param name="stored">One byte a pixel.</param>
    /// <param name="shown">Width x Height bytes.</param>
    public unsafe void CopyGray(Scratch stored, Span<byte> shown)
    {
        CheckFits(stored.Length, shown.Length, 1, 1);
        fixed (byte* target = shown)
        {
            for (int top = 0; top < Height; top += Tile)
            {
                for (int left = 0; left < Width; left += Tile)
                {
                    int bottom = Math.Min(top + Tile, Height);
                    int right = Math.Min(left + Tile, Width);
                    for (int y = top; y < bottom; y++)
                    {
                        byte* source = stored.Pointer + Start + y * StepY;
                        for (int x = left; x < right; x++)
                        {
                            target[(long)y * Width + x] = source[x * StepX];
                        }
                    }
                }
            }
        }
    }

    /// <summary>Drops alpha and copies the colours into the order of the picture as shown.</summary>
    /// <param name="stored">Four bytes a pixel: blue, green, red, alpha.</param>
    /// <param name="shown">Width x Height x 3 bytes.</param>
    public unsafe void CopyBgr(Scratch stored, Span<byte> shown)
    {
        CheckFits(stored.Length, shown.Length, 4, 3);
        if (StepX == 1)
        {
            for (int y = 0; y < Height; y++)
            {
                PixelPacking.BgraToBgr(
                    stored.Slice((Start + y * StepY) * 4, Width * 4),
                    shown.Slice(y * Width * 3, Width * 3)
                );
            }

            return;
        }

        fixed (byte* target = shown)
        {
            for (int top = 0; top < Height; top += Tile)
            {
                for (int left = 0; left < Width; left += Tile)
                {
                    int bottom = Math.Min(top + Tile, Height);
                    int right = Math.Min(left + Tile, Width);
                    for (int y = top; y < bottom; y++)
                    {
                        byte* source = stored.Pointer + (Start + y * StepY) * 4;
                        byte* to = target + ((long)y * Width + left) * 3;
                        for (int x = left; x < right; x++, to += 3)
                        {
                            byte* from = source + x * StepX * 4;
                            to[0] = from[0];
                            to[1] = from[1];
                            to[2] = from[2];
                        }
                    }
                }
            }
        }
    }

    // A square of 32 x 32 pixels keeps the rows read and the rows written in the first-level cache when the picture is
    // turned by a quarter.
    private const int Tile = 32;

    private void CheckFits(long stored, long shown, int storedBytes, int shownBytes)
    {
        long pixels = (long)Width * Height;
        if (stored < pixels * storedBytes || shown < pixels * shownBytes)
        {
            throw new ArgumentException($"{Width}x{Height} pixels do not fit {stored} stored and {shown} shown bytes");
        }
    }
}
