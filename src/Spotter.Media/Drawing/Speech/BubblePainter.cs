using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing.Speech;

/// <summary>Draws speech bubbles: white, with a dark line around and a tail towards the mouth.</summary>
internal static class BubblePainter
{
    private const float SmallestFont = 6;

    // Of the size of the font.
    private const float Padding = 0.7f;
    private const float Corner = 0.9f;
    private const float Line = 0.1f;

    // How far the tail goes from the bubble to the mouth, and how far into the face: it points, and covers little.
    private const float TailReach = 0.75f;
    private const double FaceEdge = 0.2;

    private static readonly SKColor Ink = new(20, 20, 24);

    private sealed record Bubble(SKPath Outline, IReadOnlyList<string> Lines, SKFont Font, Box Area);

    /// <summary>Draws one bubble wholly inside the picture.</summary>
    /// <param name="canvas">What to paint with.</param>
    /// <param name="image">Changed in place.</param>
    /// <param name="text">What is said; not blank.</param>
    /// <param name="face">Who says it.</param>
    /// <param name="mouth">Where the tail points.</param>
    /// <param name="avoid">Faces, which are not to be covered if it can be helped.</param>
    /// <param name="stickers">What had better not be covered.</param>
    /// <param name="bubbles">Bubbles that are there already.</param>
    /// <param name="before">Where the bubble was, from the face's upper left corner; null for nowhere.</param>
    /// <param name="typeface">Of the text.</param>
    /// <returns>Where it is; empty where the picture is too small for it.</returns>
    public static Box Paint(
        RegionCanvas canvas,
        BgrImage image,
        string text,
        Box face,
        Point mouth,
        IReadOnlyList<Box> avoid,
        IReadOnlyList<Box> stickers,
        IReadOnlyList<Box> bubbles,
        (int Dx, int Dy)? before,
        SKTypeface typeface
    )
    {
        float size = Math.Clamp(Math.Min(image.Width, image.Height) / 26f, 13, 400);
        using var font = new SKFont(typeface, size)
        {
            Edging = SKFontEdging.Antialias,
            Subpixel = true,
            Hinting = SKFontHinting.Slight,
        };
        (IReadOnlyList<string> lines, BoxSize bubble) = Fit(text, font, image.Width, image.Height);
        if (font.Size < SmallestFont)
        {
            return default;
        }

        Box area = BubblePlacer.Place(image.Width, image.Height, face, bubble, avoid, stickers, bubbles, before);
        using SKPath outline = Outline(area, face.Inflate(-FaceEdge), mouth, font.Size);
        SKRect touched = outline.Bounds;
        touched.Inflate(3, 3);
        var region = new Box(
            (int)touched.Left,
            (int)touched.Top,
            (int)Math.Ceiling(touched.Width) + 1,
            (int)Math.Ceiling(touched.Height) + 1
        );
        canvas.Draw(image, region, new Bubble(outline, lines, font, area), PaintBubble);
        return area;
    }

    // Smaller until it takes no more than some two thirds of the width and half the height.
    private static (IReadOnlyList<string> Lines, BoxSize Size) Fit(string text, SKFont font, int width, int height)
    {
        while (true)
        {
            float around = 2 * Padding * font.Size;
            IReadOnlyList<string> lines = BubbleText.Break(text, font, width * 0.65f - around);
            var size = new BoxSize(
                (int)Math.Ceiling(lines.Max(line => font.MeasureText(line)) + around),
                (int)Math.Ceiling(lines.Count * font.Size * BubbleText.LineHeight + around * 0.8f)
            );
            if ((size.Width <= width * 0.9f && size.Height <= height * 0.6f) || font.Size < SmallestFont)
            {
                return (lines, size);
            }

            font.Size *= 0.9f;
        }
    }

    /// <summary>The bubble and its tail as one line around both, inside its area but for the tail.</summary>
    private static SKPath Outline(Box area, Box core, Point mouth, float font)
    {
        float line = Math.Max(1, Line * font);
        var body = new SKRect(area.X + line / 2, area.Y + line / 2, area.Right - line / 2, area.Bottom - line / 2);
        float radius = Math.Min(Corner * font, Math.Min(body.Width, body.Height) / 2);
        var outline = new SKPath();
        outline.AddRoundRect(body, radius, radius);
        var target = new SKPoint((float)mouth.X, (float)mouth.Y);
        if (body.Contains(target))
        {
            return outline;
        }

        // The tail leaves where the bubble is nearest to the mouth, away from its corners.
        float half = Math.Min(0.45f * font, Math.Min(body.Width, body.Height) / 4);
        float inset = radius + half;
        var root = new SKPoint(
            Math.Clamp(target.X, Math.Min(body.Left + inset, body.MidX), Math.Max(body.Right - inset, body.MidX)),
            Math.Clamp(target.Y, Math.Min(body.Top + inset, body.MidY), Math.Max(body.Bottom - inset, body.MidY))
        );
        SKPoint way = target - root;
        float length = way.Length;
        if (length < 1)
        {
            return outline;
        }

        var aside = new SKPoint(-way.Y / length * half, way.X / length * half);
        float reach = Math.Min(TailReach, (float)EntryOf(core, root, way));
        var tip = new SKPoint(root.X + way.X * reach, root.Y + way.Y * reach);
        if (body.Contains(tip))
        {
            return outline;
        }

        using var tail = new SKPath();
        tail.MoveTo(root + aside);
        tail.LineTo(tip);
        tail.LineTo(root - aside);
        tail.Close();
        SKPath? whole = outline.Op(tail, SKPathOp.Union);
        if (whole is null)
        {
            return outline;
        }

        outline.Dispose();
        return whole;
    }

    /// <summary>After what part of a way it comes into a box: 1 where it does not, 0 where it begins there.</summary>
    internal static double EntryOf(Box box, SKPoint from, SKPoint way)
    {
        // The slabs of Kay and Kajiya, "Ray Tracing Complex Scenes", SIGGRAPH 1986.
        (double inX, double outX) = Slab(from.X, way.X, box.X, box.Right);
        (double inY, double outY) = Slab(from.Y, way.Y, box.Y, box.Bottom);
        double enter = Math.Max(0, Math.Max(inX, inY));
        return enter <= Math.Min(outX, outY) ? Math.Min(enter, 1) : 1;

        static (double In, double Out) Slab(double start, double step, double low, double high)
        {
            if (step == 0)
            {
                return start >= low && start <= high
                    ? (double.NegativeInfinity, double.PositiveInfinity)
                    : (double.PositiveInfinity, double.NegativeInfinity);
            }

            double a = (low - start) / step;
            double b = (high - start) / step;
            return (Math.Min(a, b), Math.Max(a, b));
        }
    }

    private static void PaintBubble(SKCanvas canvas, SKPaint paint, Bubble bubble)
    {
        float size = bubble.Font.Size;
        paint.Style = SKPaintStyle.Fill;
        paint.Color = SKColors.White;
        canvas.DrawPath(bubble.Outline, paint);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = Math.Max(1, Line * size);
        paint.StrokeJoin = SKStrokeJoin.Round;
        paint.Color = Ink;
        canvas.DrawPath(bubble.Outline, paint);
        paint.Style = SKPaintStyle.Fill;
        SKFontMetrics metrics = bubble.Font.Metrics;
        float step = size * BubbleText.LineHeight;
        float middle = bubble.Area.Y + bubble.Area.Height / 2f - (bubble.Lines.Count - 1) * step / 2;
        for (int i = 0; i < bubble.Lines.Count; i++)
        {
            string line = bubble.Lines[i];
            float x = bubble.Area.X + (bubble.Area.Width - bubble.Font.MeasureText(line)) / 2;
            float baseline = middle + i * step - (metrics.Ascent + metrics.Descent) / 2;
            canvas.DrawText(line, x, baseline, bubble.Font, paint);
        }
    }
}
