using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>Writes text on a coloured plate at a box, wholly inside the picture.</summary>
internal static class LabelPainter
{
    private const float SmallestFont = 6;

    // Of the size of the font: room left and right of the text, and the height of the plate.
    private const float Padding = 0.35f;
    private const float PlateHeight = 1.4f;

    private readonly record struct Plate(Box Area, string Text, SKFont Font, SKColor Color);

    /// <param name="canvas">What to paint with.</param>
    /// <param name="image">Changed in place.</param>
    /// <param name="text">One line; not empty.</param>
    /// <param name="box">What the text belongs to.</param>
    /// <param name="color">Of the plate; the text is black or white, whichever reads better.</param>
    /// <param name="thickness">Of the outline that the plate sits on, in pixels; 0 for none.</param>
    /// <param name="typeface">Null, as on a machine without fonts: nothing is drawn.</param>
    /// <param name="place">On which side of the box.</param>
    public static void Paint(
        RegionCanvas canvas,
        BgrImage image,
        string text,
        Box box,
        SKColor color,
        int thickness,
        SKTypeface? typeface,
        LabelPlace place = LabelPlace.Above
    )
    {
        if (typeface is null)
        {
            return;
        }

        float size = Math.Clamp(Math.Min(image.Width, image.Height) / 40f, 12, 400);
        using var font = new SKFont(typeface, size)
        {
            Edging = SKFontEdging.Antialias,
            Subpixel = true,
            Hinting = SKFontHinting.Slight,
        };
        float width = font.MeasureText(text) + 2 * Padding * size;
        float fit = Math.Min(1, Math.Min(image.Width / width, image.Height / (size * PlateHeight)));
        size *= fit;
        if (size < SmallestFont)
        {
            return;
        }

        font.Size = size;
        int plateWidth = Math.Min(image.Width, (int)MathF.Ceiling(font.MeasureText(text) + 2 * Padding * size));
        int plateHeight = Math.Min(image.Height, (int)MathF.Ceiling(size * PlateHeight));
        Box area =
            place == LabelPlace.Below
                ? PlaceBelow(image, box, plateWidth, plateHeight, thickness)
                : Place(image, box, plateWidth, plateHeight, thickness);
        canvas.Draw(image, area, new Plate(area, text, font, color), PaintPlate);
    }

    /// <summary>Black or white, whichever reads better on a colour.</summary>
    public static SKColor ReadableOn(SKColor color)
    {
        // The weights of gray (ITU-R BT.601); above the middle, black stands out better than white.
        double brightness = 0.299 * color.Red + 0.587 * color.Green + 0.114 * color.Blue;
        return brightness > 130 ? SKColors.Black : SKColors.White;
    }

    // Above the box; without room there, inside at its top; where the box is too low for that, below it.
    private static Box Place(BgrImage image, Box box, int width, int height, int thickness)
    {
        int outside = (thickness + 1) / 2;
        int above = box.Y - outside - height;
        int y =
            above >= 0 ? above
            : box.Height >= height * 2 ? box.Y + outside
            : box.Bottom + outside;
        return new Box(
            Math.Clamp(box.X - outside, 0, image.Width - width),
            Math.Clamp(y, 0, image.Height - height),
            width,
            height
        );
    }

    // Below the box; without room there, inside at its bottom.
    private static Box PlaceBelow(BgrImage image, Box box, int width, int height, int thickness)
    {
        int outside = (thickness + 1) / 2;
        int below = box.Bottom + outside;
        int y = below + height <= image.Height ? below : Math.Min(box.Bottom, image.Height) - outside - height;
        return new Box(
            Math.Clamp(box.X - outside, 0, image.Width - width),
            Math.Clamp(y, 0, image.Height - height),
            width,
            height
        );
    }

    private static void PaintPlate(SKCanvas canvas, SKPaint paint, Plate plate)
    {
        paint.Style = SKPaintStyle.Fill;
        paint.Color = plate.Color;
        canvas.DrawRect(plate.Area.X, plate.Area.Y, plate.Area.Width, plate.Area.Height, paint);

        paint.Color = ReadableOn(plate.Color);
        SKFontMetrics metrics = plate.Font.Metrics;
        float middle = plate.Area.Y + plate.Area.Height / 2f;
        float baseline = middle - (metrics.Ascent + metrics.Descent) / 2;
        canvas.DrawText(
            plate.Text,
            plate.Area.X + Padding * plate.Font.Size,
            baseline,
            SKTextAlign.Left,
            plate.Font,
            paint
        );
    }
}
