using System.Globalization;
using SkiaSharp;
using Spotter.Studio.Labels;

namespace Spotter.Studio.Examples;

/// <summary>A drawn landscape with kites, and where they are: something to learn to find.</summary>
/// <param name="Name">What people call the picture.</param>
/// <param name="Png">The picture.</param>
/// <param name="Boxes">The kites; none where they are left to whoever tries it.</param>
/// <param name="IsLabelled">False for the last few, which are left to draw.</param>
internal sealed record DrawnKites(string Name, byte[] Png, IReadOnlyList<DrawnBox> Boxes, bool IsLabelled)
{
    private const int Width = 480;
    private const int Height = 320;
    private const int Pictures = 30;
    private const int Unlabelled = 4;
    private const string Label = "kite";

    /// <summary>All of them; the same each time.</summary>
    public static IEnumerable<DrawnKites> All()
    {
        var random = new Random(7);
        for (int i = 0; i < Pictures; i++)
        {
            bool isLabelled = i < Pictures - Unlabelled;
            (byte[] png, List<DrawnBox> boxes) = Draw(random);
            string name = string.Create(CultureInfo.InvariantCulture, $"kites {i + 1:00}.png");
            yield return new DrawnKites(name, png, isLabelled ? boxes : [], isLabelled);
        }
    }

    private static (byte[] Png, List<DrawnBox> Boxes) Draw(Random random)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        DrawLandscape(canvas, random);
        var boxes = new List<DrawnBox>();
        int kites = random.Next(1, 4);
        for (int tries = 0; boxes.Count < kites && tries < 30; tries++)
        {
            float size = 14 + random.NextSingle() * 34;
            var middle = new SKPoint(
                size + random.NextSingle() * (Width - 2 * size),
                size + random.NextSingle() * (Height * 0.7f - 2 * size)
            );
            SKRect reach = SKRect.Create(middle.X - size, middle.Y - size, 2 * size, 2 * size);
            if (!boxes.Exists(box => reach.IntersectsWith(SKRect.Create(box.X, box.Y, box.W, box.H))))
            {
                boxes.Add(DrawKite(canvas, middle, size, random));
            }
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return (png.ToArray(), boxes);
    }

    private static void DrawLandscape(SKCanvas canvas, Random random)
    {
        float light = 60 + random.NextSingle() * 25;
        using var sky = SKShader.CreateLinearGradient(
            new SKPoint(0, 0),
            new SKPoint(0, Height),
            [SKColor.FromHsl(190 + random.Next(35), 60, light), SKColor.FromHsl(35, 50, 92)],
            SKShaderTileMode.Clamp
        );
        using var paint = new SKPaint { IsAntialias = true, Shader = sky };
        canvas.DrawRect(0, 0, Width, Height, paint);
        paint.Shader = null;
        for (int i = random.Next(2, 5); i > 0; i--)
        {
            var at = new SKPoint(random.Next(Width), random.Next(Height / 2));
            paint.Color = SKColors.White.WithAlpha(190);
            for (int puff = 0; puff < 4; puff++)
            {
                canvas.DrawOval(at.X + puff * 17, at.Y + random.Next(-6, 6), 20, 12, paint);
            }
        }

        for (int hill = 0; hill < 3; hill++)
        {
            paint.Color = SKColor.FromHsl(90 + random.Next(50), 35 + hill * 10, 58 - hill * 12);
            canvas.DrawOval(random.Next(Width), Height + 40 + hill * 14, 160 + random.Next(160), 110, paint);
        }

        // Birds and balloons: what is in the sky and no kite.
        for (int i = random.Next(4); i > 0; i--)
        {
            var at = new SKPoint(random.Next(Width), random.Next(Height / 2));
            using var bird = new SKPaint
            {
                IsAntialias = true,
                Style = SKPaintStyle.Stroke,
                StrokeWidth = 2,
                Color = new SKColor(40, 45, 60),
            };
            canvas.DrawArc(SKRect.Create(at.X - 10, at.Y, 10, 8), 180, 180, false, bird);
            canvas.DrawArc(SKRect.Create(at.X, at.Y, 10, 8), 180, 180, false, bird);
        }

        if (random.Next(2) == 0)
        {
            paint.Color = SKColor.FromHsl(random.Next(360), 70, 55);
            float radius = 9 + random.NextSingle() * 9;
            canvas.DrawOval(random.Next(Width), random.Next(30, Height / 2), radius, radius * 1.2f, paint);
        }
    }

    private static DrawnBox DrawKite(SKCanvas canvas, SKPoint middle, float size, Random random)
    {
        SKMatrix turn = SKMatrix
            .CreateScale(size, size)
            .PostConcat(SKMatrix.CreateRotationDegrees(random.Next(-35, 36)))
            .PostConcat(SKMatrix.CreateTranslation(middle.X, middle.Y));
        SKPoint[] corners = turn.MapPoints([new(0, -1), new(0.66f, -0.2f), new(0, 1), new(-0.66f, -0.2f)]);
        SKPoint heart = turn.MapPoint(new SKPoint(0, -0.2f));
        int hue = random.Next(360);
        for (int side = 0; side < corners.Length; side++)
        {
            using var cloth = new SKPaint
            {
                IsAntialias = true,
                Color = SKColor.FromHsl((hue + side % 2 * 150) % 360, 80, 52),
            };
            using var path = new SKPath();
            path.AddPoly([corners[side], corners[(side + 1) % corners.Length], heart]);
            canvas.DrawPath(path, cloth);
        }

        using var line = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 1.5f,
            Color = new SKColor(60, 50, 50),
        };
        using var tail = new SKPath();
        tail.MoveTo(corners[2]);
        tail.QuadTo(corners[2].X + size * 0.5f, corners[2].Y + size * 0.4f, corners[2].X, corners[2].Y + size * 0.8f);
        canvas.DrawPath(tail, line);
        float left = corners.Min(static corner => corner.X);
        float top = corners.Min(static corner => corner.Y);
        return new DrawnBox(
            Label,
            (int)left,
            (int)top,
            (int)MathF.Ceiling(corners.Max(static corner => corner.X) - left),
            (int)MathF.Ceiling(corners.Max(static corner => corner.Y) - top)
        );
    }
}
