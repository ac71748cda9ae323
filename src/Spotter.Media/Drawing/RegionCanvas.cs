using System.Collections.Concurrent;
using SkiaSharp;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>
/// Lets Skia paint on a part of a picture. Skia has no format of three bytes a pixel, so the part, and only
/// it, is converted there and back, tile by tile on one small surface that stays in the processor's cache. Surfaces
/// are pooled: drawing on every frame of a video makes none.
/// </summary>
internal sealed unsafe class RegionCanvas : IDisposable
{
    private const int TileWidth = 512;
    private const int TileHeight = 128;

    private static readonly ConcurrentBag<RegionCanvas> Pool = [];

    private readonly SKSurface _surface;
    private readonly SKPixmap _pixels;

    private RegionCanvas()
    {
        _surface = SKSurface.Create(new SKImageInfo(TileWidth, TileHeight, SKColorType.Bgra8888, SKAlphaType.Opaque))
            ?? throw new InvalidOperationException("no surface to draw on could be made");
        _pixels = _surface.PeekPixels();
    }

    /// <summary>What to paint with; a painter sets what it needs.</summary>
    public SKPaint Paint { get; } = new() { IsAntialias = true };

    /// <summary>A canvas for one thread; disposing of it puts it back.</summary>
    public static RegionCanvas Rent() => Pool.TryTake(out RegionCanvas? canvas) ? canvas : new RegionCanvas();

    public void Dispose() => Pool.Add(this);

    /// <param name="image">Changed in place, nowhere outside <paramref name="region"/>.</param>
    /// <param name="region">Clipped to the picture.</param>
    /// <param name="state">Handed to <paramref name="paint"/>.</param>
    /// <param name="paint">Paints in the picture's coordinates; called once for each tile.</param>
    public void Draw<T>(BgrImage image, Box region, T state, Action<SKCanvas, SKPaint, T> paint)
    {
        Box part = PictureGeometry.Clip(region, image.Width, image.Height);
        for (int top = part.Y; top < part.Bottom; top += TileHeight)
        {
            for (int left = part.X; left < part.Right; left += TileWidth)
            {
                var tile = new Box(
                    left,
                    top,
                    Math.Min(TileWidth, part.Right - left),
                    Math.Min(TileHeight, part.Bottom - top)
                );
                DrawTile(image, tile, state, paint);
            }
        }
    }

    private void DrawTile<T>(BgrImage image, Box tile, T state, Action<SKCanvas, SKPaint, T> paint)
    {
        for (int y = 0; y < tile.Height; y++)
        {
            PixelPacking.BgrToBgra(ImageRow(image, tile, y), TileRow(tile, y));
        }

        SKCanvas canvas = _surface.Canvas;
        canvas.Save();
        canvas.ClipRect(new SKRect(0, 0, tile.Width, tile.Height));
        canvas.Translate(-tile.X, -tile.Y);
        paint(canvas, Paint, state);
        canvas.Restore();

        for (int y = 0; y < tile.Height; y++)
        {
            PixelPacking.BgraToBgr(TileRow(tile, y), ImageRow(image, tile, y));
        }
    }

    private Span<byte> TileRow(Box tile, int y) =>
        new((byte*)_pixels.GetPixels() + (long)y * _pixels.RowBytes, tile.Width * 4);

    private static Span<byte> ImageRow(BgrImage image, Box tile, int y) =>
        image.Pixels.AsSpan(((tile.Y + y) * image.Width + tile.X) * 3, tile.Width * 3);
}
