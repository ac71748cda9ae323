using SkiaSharp;
using Spotter.Media.Drawing;

namespace Spotter.Workshop.Plots;

/// <summary>
/// A white page to draw pictures and words on. Places are in points; there are two pixels a point, as in a
/// <see cref="Figure"/>.
/// </summary>
internal sealed class Sheet : IDisposable
{
    private const float PixelsPerPoint = 2;

    private readonly SKSurface _surface;

    public Sheet(float width, float height)
    {
        _surface = SKSurface.Create(
            new SKImageInfo((int)Math.Ceiling(width * PixelsPerPoint), (int)Math.Ceiling(height * PixelsPerPoint))
        );
        _surface.Canvas.Clear(FigureColors.Paper);
        _surface.Canvas.Scale(PixelsPerPoint);
    }

    public void Fill(SKRect place, SKColor color)
    {
        using var paint = new SKPaint { Color = color };
        _surface.Canvas.DrawRect(place, paint);
    }

    public void Outline(SKRect place, SKColor color, float thickness)
    {
        using var paint = new SKPaint
        {
            Color = color,
            IsStroke = true,
            StrokeWidth = thickness,
            IsAntialias = true,
        };
        _surface.Canvas.DrawRect(place, paint);
    }

    public void Line(SKPoint from, SKPoint to, SKColor color, float thickness)
    {
        using var paint = new SKPaint
        {
            Color = color,
            StrokeWidth = thickness,
            IsAntialias = true,
        };
        _surface.Canvas.DrawLine(from, to, paint);
    }

    public void Circle(SKPoint middle, float radius, SKColor fill, SKColor outline)
    {
        using var paint = new SKPaint { Color = fill, IsAntialias = true };
        _surface.Canvas.DrawCircle(middle, radius, paint);
        paint.Color = outline;
        paint.IsStroke = true;
        paint.StrokeWidth = 1.2f;
        _surface.Canvas.DrawCircle(middle, radius, paint);
    }

    /// <summary>A line from point to point, with a head at its end.</summary>
    public void Arrow(ReadOnlySpan<SKPoint> way, SKColor color, float thickness)
    {
        const float Head = 5;
        using var paint = new SKPaint
        {
            Color = color,
            StrokeWidth = thickness,
            IsAntialias = true,
        };
        for (int i = 1; i < way.Length; i++)
        {
            _surface.Canvas.DrawLine(way[i - 1], way[i], paint);
        }

        SKPoint end = way[^1];
        SKPoint along = SKPoint.Normalize(end - way[^2]);
        var across = new SKPoint(-along.Y, along.X);
        using var head = new SKPath();
        head.MoveTo(end);
        foreach (float side in (ReadOnlySpan<float>)[0.5f, -0.5f])
        {
            head.LineTo(
                end.X - (Head * along.X) + (Head * side * across.X),
                end.Y - (Head * along.Y) + (Head * side * across.Y)
            );
        }

        head.Close();
        _surface.Canvas.DrawPath(head, paint);
    }

    /// <summary>Draws a picture; one of few pixels large, its pixels as squares.</summary>
    /// <param name="picture">What to draw.</param>
    /// <param name="place">Where, in points.</param>
    /// <param name="isSmooth">Whether its pixels flow into one another instead, as in photographs.</param>
    public void Draw(SKBitmap picture, SKRect place, bool isSmooth = false)
    {
        using SKImage image = SKImage.FromBitmap(picture);
        bool grows = place.Width * PixelsPerPoint >= picture.Width;
        SKSamplingOptions sampling =
            grows && isSmooth ? new SKSamplingOptions(SKCubicResampler.Mitchell)
            : grows ? new SKSamplingOptions(SKFilterMode.Nearest)
            : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear);
        _surface.Canvas.DrawImage(image, place, sampling);
    }

    /// <summary>Writes a line that ends in dots where it is wider than <paramref name="width"/>.</summary>
    public void Write(
        string text,
        SKPoint place,
        float width,
        float size,
        SKColor color,
        SKTextAlign align = SKTextAlign.Left
    )
    {
        if (SystemTypeface.Instance is not { } typeface)
        {
            return;
        }

        using var font = new SKFont(typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias };
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        _surface.Canvas.DrawText(Shorten(text, width, font), place.X, place.Y, align, font, paint);
    }

    public byte[] ToPng() => Png.Encode(_surface);

    public void Dispose() => _surface.Dispose();

    private static string Shorten(string text, float width, SKFont font)
    {
        if (font.MeasureText(text) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 1 && font.MeasureText(text.AsSpan(0, length)) + font.MeasureText("…") > width)
        {
            length--;
        }

        return $"{text.AsSpan(0, length).TrimEnd()}…";
    }
}
