using SkiaSharp;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>
/// Lets Skia paint on a part of a picture. Skia has no format of three bytes a pixel, so the part, and only
/// it, is converted there and back, in bands that stay in the processor's cache.
/// </summary>
internal static unsafe class RegionCanvas
{
    private const int BandBytes = 256 << 10;

    /// <param name="image">Changed in place, nowhere outside <paramref name="region"/>.</param>
    /// <param name="region">Clipped to the picture.</param>
    /// <param name="state">Handed to <paramref name="paint"/>.</param>
    /// <param name="paint">Paints in the picture's coordinates; called once for each band.</param>
    public static void Paint<T>(BgrImage image, Box region, in T state, Action<SKCanvas, T> paint)
    {
        Box part = PictureGeometry.Clip(region, image.Width, image.Height);
        if (part.IsEmpty)
        {
            return;
        }

        int bandRows = Math.Clamp(BandBytes / (part.Width * 4), 1, part.Height);
        using var band = new Scratch((long)part.Width * 4 * bandRows);
        var info = new SKImageInfo(part.Width, bandRows, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using SKSurface surface = SKSurface.Create(info, (IntPtr)band.Pointer, info.RowBytes)
            ?? throw new InvalidOperationException($"no surface of {info.Width}x{info.Height} pixels could be made to draw on");

        SKCanvas canvas = surface.Canvas;
        for (int top = part.Y; top < part.Bottom; top += bandRows)
        {
            int rows = Math.Min(bandRows, part.Bottom - top);
            for (int y = 0; y < rows; y++)
            {
                PixelPacking.BgrToBgra(Row(image, part, top + y), band.Slice((long)y * part.Width * 4, part.Width * 4));
            }

            canvas.Save();
            canvas.Translate(-part.X, -top);
            paint(canvas, state);
            canvas.Restore();
            surface.Flush();

            for (int y = 0; y < rows; y++)
            {
                PixelPacking.BgraToBgr(band.Slice((long)y * part.Width * 4, part.Width * 4), Row(image, part, top + y));
            }
        }
    }

    private static Span<byte> Row(BgrImage image, Box part, int y) =>
        image.Pixels.AsSpan((y * image.Width + part.X) * 3, part.Width * 3);
}
