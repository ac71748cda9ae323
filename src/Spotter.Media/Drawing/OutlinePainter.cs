using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>Draws the outline of a box: whole, its corners, or a circle around its middle.</summary>
internal static class OutlinePainter
{
    /// <summary>The middle of the line, placed so that an upright line covers whole pixels and is sharp.</summary>
    private readonly record struct Stroke(SKRect Line, SKColor Color, int Thickness, float CornerLength);

    public static void Paint(
        RegionCanvas canvas,
        BgrImage image,
        DrawStyle style,
        Box box,
        SKColor color,
        int thickness
    )
    {
        SKRect line = CenterLine(box, image, thickness);
        float shorter = Math.Min(line.Width, line.Height);
        var stroke = new Stroke(line, color, thickness, Math.Min(Math.Max(thickness * 2, shorter / 4), shorter / 2));
        switch (style)
        {
            case DrawStyle.Boxes:
                PaintSides(canvas, image, stroke);
                break;
            case DrawStyle.Corners:
                PaintCorners(canvas, image, stroke);
                break;
            case DrawStyle.Circles:
                canvas.Draw(
                    image,
                    Around(Circle(box), thickness),
                    stroke with
                    {
                        Line = Circle(box),
                    },
                    static (canvas, paint, s) =>
                    {
                        TakePen(paint, s);
                        canvas.DrawOval(s.Line, paint);
                    }
                );
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(style), style, $"{style} is no outline");
        }
    }

    /// <summary>The square around the circle that is drawn for a box.</summary>
    public static Box CircleBounds(Box box)
    {
        SKRect circle = Circle(box);
        return new Box(
            (int)MathF.Round(circle.Left),
            (int)MathF.Round(circle.Top),
            (int)MathF.Round(circle.Width),
            (int)MathF.Round(circle.Height)
        );
    }

    // A box that ends at the picture's edge keeps its whole line inside; one that reaches beyond is cut off.
    private static SKRect CenterLine(Box box, BgrImage image, int thickness)
    {
        float half = thickness / 2f;
        float sharp = thickness % 2 / 2f;
        float left = box.X >= 0 ? Math.Max(box.X + sharp, half) : box.X + sharp;
        float top = box.Y >= 0 ? Math.Max(box.Y + sharp, half) : box.Y + sharp;
        float right = box.Right <= image.Width ? Math.Min(box.Right - sharp, image.Width - half) : box.Right - sharp;
        float bottom =
            box.Bottom <= image.Height ? Math.Min(box.Bottom - sharp, image.Height - half) : box.Bottom - sharp;
        return new SKRect(left, top, Math.Max(left, right), Math.Max(top, bottom));
    }

    private static SKRect Circle(Box box)
    {
        float radius = (box.Width + box.Height) / 4f;
        float x = box.X + box.Width / 2f;
        float y = box.Y + box.Height / 2f;
        return new SKRect(x - radius, y - radius, x + radius, y + radius);
    }

    /// <summary>Only the four strips that the line runs through are touched, not what it encloses.</summary>
    private static void PaintSides(RegionCanvas canvas, BgrImage image, Stroke stroke)
    {
        Box outer = Around(stroke.Line, stroke.Thickness);
        int reach = stroke.Thickness + 4;
        if (outer.Width <= reach * 2 || outer.Height <= reach * 2)
        {
            canvas.Draw(image, outer, stroke, PaintRectangle);
            return;
        }

        int innerHeight = outer.Height - reach * 2;
        canvas.Draw(image, outer with { Height = reach }, stroke, PaintRectangle);
        canvas.Draw(image, outer with { Y = outer.Bottom - reach, Height = reach }, stroke, PaintRectangle);
        canvas.Draw(image, new Box(outer.X, outer.Y + reach, reach, innerHeight), stroke, PaintRectangle);
        canvas.Draw(image, new Box(outer.Right - reach, outer.Y + reach, reach, innerHeight), stroke, PaintRectangle);
    }

    private static void PaintRectangle(SKCanvas canvas, SKPaint paint, Stroke stroke)
    {
        TakePen(paint, stroke);

        // Skia draws mitred frames without making a path of them.
        paint.StrokeJoin = SKStrokeJoin.Miter;
        canvas.DrawRect(stroke.Line, paint);
    }

    private static void PaintCorners(RegionCanvas canvas, BgrImage image, Stroke stroke)
    {
        SKRect line = stroke.Line;
        float arm = stroke.CornerLength;
        PaintCorner(canvas, image, stroke, new SKPoint(line.Left, line.Top), arm, arm);
        PaintCorner(canvas, image, stroke, new SKPoint(line.Right, line.Top), -arm, arm);
        PaintCorner(canvas, image, stroke, new SKPoint(line.Left, line.Bottom), arm, -arm);
        PaintCorner(canvas, image, stroke, new SKPoint(line.Right, line.Bottom), -arm, -arm);
    }

    private static void PaintCorner(RegionCanvas canvas, BgrImage image, Stroke stroke, SKPoint tip, float dx, float dy)
    {
        SKRect bounds = new SKRect(tip.X, tip.Y, tip.X + dx, tip.Y + dy).Standardized;
        canvas.Draw(image, Around(bounds, stroke.Thickness), (stroke, tip, dx, dy), static (canvas, paint, s) =>
        {
            TakePen(paint, s.stroke);
            canvas.DrawLine(s.tip, s.tip + new SKSize(s.dx, 0), paint);
            canvas.DrawLine(s.tip, s.tip + new SKSize(0, s.dy), paint);
        });
    }

    /// <summary>Every pixel that a line around <paramref name="line"/> can touch.</summary>
    private static Box Around(SKRect line, int thickness)
    {
        int reach = thickness / 2 + 2;
        int left = (int)MathF.Floor(line.Left) - reach;
        int top = (int)MathF.Floor(line.Top) - reach;
        int right = (int)MathF.Ceiling(line.Right) + reach;
        int bottom = (int)MathF.Ceiling(line.Bottom) + reach;
        return new Box(left, top, right - left, bottom - top);
    }

    private static void TakePen(SKPaint paint, Stroke stroke)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.Color = stroke.Color;
        paint.StrokeWidth = stroke.Thickness;
        paint.StrokeJoin = SKStrokeJoin.Round;
        paint.StrokeCap = SKStrokeCap.Round;
    }
}
