using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Masks;

namespace Spotter.Media.Drawing;

/// <summary>Draws the outline of what was found, with a tint inside.</summary>
internal static class MaskPainter
{
    // What is inside stays to be seen.
    private const byte Tint = 56;

    // A pixel off the outline is less than the line is wide.
    private const double Tolerance = 1;

    public static void Paint(RegionCanvas canvas, BgrImage image, DetectionMask mask, SKColor color, int thickness)
    {
        using var path = new SKPath();
        foreach (List<Point> way in MaskOutlines.Contours(mask, Tolerance))
        {
            path.AddPoly([.. way.Select(static corner => new SKPoint((float)corner.X, (float)corner.Y))], true);
        }

        Box box = mask.Box;
        var area = new Box(
            box.X - thickness,
            box.Y - thickness,
            box.Width + (2 * thickness),
            box.Height + (2 * thickness)
        );
        canvas.Draw(image, area, (path, color, thickness), static (canvas, paint, s) =>
        {
            paint.Style = SKPaintStyle.Fill;
            paint.Color = s.color.WithAlpha(Tint);
            canvas.DrawPath(s.path, paint);
            paint.Style = SKPaintStyle.Stroke;
            paint.Color = s.color;
            paint.StrokeWidth = s.thickness;
            paint.StrokeJoin = SKStrokeJoin.Round;
            canvas.DrawPath(s.path, paint);
        });
    }
}
