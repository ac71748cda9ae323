using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Media.Drawing;

/// <summary>Lines and texts on pictures that belong to no detection: counting lines, zones, times.</summary>
public static class Overlay
{
    /// <summary>
    /// Writes one line of text on a coloured plate, moved inside the picture. On a machine without fonts nothing is
    /// drawn.
    /// </summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="text">One line; nothing is drawn where it is empty.</param>
    /// <param name="x">Left edge of the plate, in pixels.</param>
    /// <param name="y">The plate's lower edge, in pixels; at the top of the picture it hangs below.</param>
    /// <param name="color">Of the plate; the text is black or white, whichever reads better.</param>
    public static void Text(BgrImage image, string text, int x, int y, DrawColor color)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(text);
        Text(image, text, new Box(x, y, 1, 1), color, LabelPlace.Above);
    }

    /// <summary>Writes one line of text at a box.</summary>
    internal static void Text(BgrImage image, string text, Box box, DrawColor color, LabelPlace place)
    {
        if (text.Length > 0)
        {
            using RegionCanvas canvas = RegionCanvas.Rent();
            int outline = place == LabelPlace.Below ? Annotator.DefaultThickness(image) : 0;
            LabelPainter.Paint(canvas, image, text, box, ColorOf(color), outline, SystemTypeface.Instance, place);
        }
    }

    /// <summary>Draws a straight line; what lies outside the picture is cut off.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="start">One end.</param>
    /// <param name="end">The other end.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="thickness">In pixels, 1 to 100; null scales it with the picture.</param>
    public static void Line(BgrImage image, Point start, Point end, DrawColor color, int? thickness = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        int width = thickness ?? Annotator.DefaultThickness(image);
        var from = new SKPoint(Tame(start.X), Tame(start.Y));
        var to = new SKPoint(Tame(end.X), Tame(end.Y));
        int left = (int)Math.Min(from.X, to.X) - width;
        int top = (int)Math.Min(from.Y, to.Y) - width;
        var area = new Box(
            left,
            top,
            (int)Math.Max(from.X, to.X) + width + 1 - left,
            (int)Math.Max(from.Y, to.Y) + width + 1 - top
        );
        using RegionCanvas canvas = RegionCanvas.Rent();
        canvas.Draw(image, area, (from, to, width, Color: ColorOf(color)), static (canvas, paint, line) =>
        {
            paint.Style = SKPaintStyle.Stroke;
            paint.Color = line.Color;
            paint.StrokeWidth = line.width;
            paint.StrokeCap = SKStrokeCap.Round;
            canvas.DrawLine(line.from, line.to, paint);
        });
    }

    /// <summary>Beyond any picture, but where floats still tell pixels apart.</summary>
    private static float Tame(double place) => (float)Math.Clamp(place, -1_000_000, 1_000_000);

    private static SKColor ColorOf(DrawColor color)
    {
        (byte red, byte green, byte blue) = color.For(default, 0);
        return new SKColor(red, green, blue);
    }
}
