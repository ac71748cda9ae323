using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>Draws the outline of a box: whole, its corners, or a circle around its middle.</summary>
internal static class OutlinePainter
{
    /// <summary>The line itself, between the pixels so that an upright line of whole pixels is sharp.</summary>
    private readonly record struct Stroke(SKRect Line, SKColor Color, int Thickness, float CornerLength);

    public static void Paint(BgrImage image, DrawStyle style, Box box, SKColor color, int thickness)
    {
        SKRect line = CenterLine(box, image, thickness);
        float corner = Math.Max(thickness * 2, Math.Min(line.Width, line.Height) * 0.25f);
        var stroke = new Stroke(line, color, thickness, Math.Min(corner, Math.Min(line.Width, line.Height) / 2));
        switch (style)
        {
            case DrawStyle.Boxes:
                foreach (Box side in Sides(line, thickness))
                {
                    RegionCanvas.Paint(image, side, stroke, static (canvas, s) =>
                    {
                        using SKPaint paint = Pen(s);
                        canvas.DrawRect(s.Line, paint);
                    });
                }

                break;
            case DrawStyle.Corners:
                foreach (SKPoint tip in Tips(line))
                {
                    RegionCanvas.Paint(image, CornerRegion(tip, stroke), (stroke, tip), static (canvas, s) => PaintCorner(canvas, s.stroke, s.tip));
                }

                break;
            case DrawStyle.Circles:
                RegionCanvas.Paint(image, Around(Circle(box), thickness), (stroke, Circle(box)), static (canvas, s) =>
                {
                    using SKPaint paint = Pen(s.stroke);
                    canvas.DrawOval(s.Item2, paint);
                });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(style), style, $"{style} is no outline");
        }
    }

    // A box that ends at the picture's edge keeps its whole line inside; one that reaches beyond is cut off.
    private static SKRect CenterLine(Box box, BgrImage image, int thickness)
    {
        float half = thickness / 2f;
        float sharp = thickness % 2 / 2f;
        float left = box.X >= 0 ? Math.Max(box.X + sharp, half) : box.X + sharp;
        float top = box.Y >= 0 ? Math.Max(box.Y + sharp, half) : box.Y + sharp;
        float right = box.Right <= image.Width ? Math.Min(box.Right - sharp, image.Width - half) : box.Right - sharp;
        float bottom = box.Bottom <= image.Height ? Math.Min(box.Bottom - sharp, image.Height - half) : box.Bottom - sharp;
        return new SKRect(left, top, Math.Max(left, right), Math.Max(top, bottom));
    }

    private static SKRect Circle(Box box)
    {
        float radius = (box.Width + box.Height) / 4f;
        float x = box.X + box.Width / 2f;
        float y = box.Y + box.Height / 2f;
        return new SKRect(x - radius, y - radius, x + radius, y + radius);
    }

    private static IEnumerable<Box> Sides(SKRect line, int thickness)
    {
        Box outer = Around(line, thickness);
        int reach = thickness + 2;
        if (outer.Width <= reach * 2 || outer.Height <= reach * 2)
        {
            return [outer];
        }

        int innerHeight = outer.Height - reach * 2;
        return
        [
            outer with { Height = reach },
            outer with { Y = outer.Bottom - reach, Height = reach },
            new Box(outer.X, outer.Y + reach, reach, innerHeight),
            new Box(outer.Right - reach, outer.Y + reach, reach, innerHeight),
        ];
    }

    private static SKPoint[] Tips(SKRect line) =>
        [new(line.Left, line.Top), new(line.Right, line.Top), new(line.Left, line.Bottom), new(line.Right, line.Bottom)];

    private static Box CornerRegion(SKPoint tip, Stroke stroke)
    {
        SKPoint end = End(stroke, tip);
        return Around(SKRect.Create(Math.Min(tip.X, end.X), Math.Min(tip.Y, end.Y), stroke.CornerLength, stroke.CornerLength), stroke.Thickness);
    }

    private static void PaintCorner(SKCanvas canvas, Stroke stroke, SKPoint tip)
    {
        SKPoint end = End(stroke, tip);
        using var path = new SKPath();
        path.MoveTo(end.X, tip.Y);
        path.LineTo(tip);
        path.LineTo(tip.X, end.Y);
        using SKPaint paint = Pen(stroke);
        canvas.DrawPath(path, paint);
    }

    /// <summary>Where the two arms of a corner end: towards the middle of the box.</summary>
    private static SKPoint End(Stroke stroke, SKPoint tip) => new(
        tip.X + (tip.X < stroke.Line.MidX ? stroke.CornerLength : -stroke.CornerLength),
        tip.Y + (tip.Y < stroke.Line.MidY ? stroke.CornerLength : -stroke.CornerLength));

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

    private static SKPaint Pen(Stroke stroke) => new()
    {
        Style = SKPaintStyle.Stroke,
        Color = stroke.Color,
        StrokeWidth = stroke.Thickness,
        StrokeJoin = SKStrokeJoin.Round,
        StrokeCap = SKStrokeCap.Round,
        IsAntialias = true,
    };
}
