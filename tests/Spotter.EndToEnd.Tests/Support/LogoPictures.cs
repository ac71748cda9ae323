using System.Globalization;
using System.Text;
using SkiaSharp;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests.Support;

/// <summary>
/// Pictures of a logo of our own on backgrounds of shapes and colours, as somebody would photograph it here and there.
/// </summary>
internal static class LogoPictures
{
    private const int Width = 320;
    private const int Height = 240;

    /// <summary>A picture with the logo once.</summary>
    public static (byte[] Jpeg, Box Logo) With(int seed)
    {
        var random = new Random(seed);
        int side = random.Next(36, 110);
        var box = new Box(random.Next(Width - side), random.Next(Height - side), side, side);
        return (Render(random, canvas => DrawLogo(canvas, box, random)), box);
    }

    /// <summary>A picture without it.</summary>
    public static byte[] Without(int seed) => Render(new Random(seed), static _ => { });

    /// <summary>The logo cut out.</summary>
    public static byte[] Crop(int seed)
    {
        (byte[] jpeg, Box logo) = With(seed);
        return Picture.Load(jpeg).Bgr.Crop(logo).Encode(Media.Pictures.PictureFormat.Png);
    }

    /// <summary>A COCO file with one box a picture.</summary>
    public static string Coco(IReadOnlyList<(string File, Box Logo)> pictures)
    {
        var images = new StringBuilder();
        var annotations = new StringBuilder();
        for (int i = 0; i < pictures.Count; i++)
        {
            string comma = i == 0 ? "" : ",";
            (string file, Box b) = pictures[i];
            images.Append(
                CultureInfo.InvariantCulture,
                $$"""{{comma}}{"id":{{i}},"file_name":"{{file}}","width":{{Width}},"height":{{Height}}}"""
            );
            annotations.Append(
                CultureInfo.InvariantCulture,
                $$"""{{comma}}{"id":{{i}},"image_id":{{i}},"category_id":1,"bbox":[{{b.X}},{{b.Y}},{{b.Width}},{{b.Height}}]}"""
            );
        }

        return $$"""{"images":[{{images}}],"annotations":[{{annotations}}],"categories":[{"id":1,"name":"logo"}]}""";
    }

    private static byte[] Render(Random random, Action<SKCanvas> addObject)
    {
        using var bitmap = new SKBitmap(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Clear(Color(random));
        for (int i = 0; i < 40; i++)
        {
            paint.Color = Color(random);
            paint.IsStroke = random.Next(3) == 0;
            paint.StrokeWidth = random.Next(1, 9);
            var place = SKRect.Create(
                random.Next(-40, Width),
                random.Next(-40, Height),
                random.Next(8, 120),
                random.Next(8, 120)
            );
            switch (random.Next(3))
            {
                case 0:
                    canvas.DrawRect(place, paint);
                    break;
                case 1:
                    canvas.DrawOval(place, paint);
                    break;
                default:
                    canvas.DrawLine(place.Left, place.Top, place.Right, place.Bottom, paint);
                    break;
            }
        }

        addObject(canvas);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }

    // A dark disc, a bright ring in it, and a bar that points up and to the right: a mirror image is another logo.
    private static void DrawLogo(SKCanvas canvas, Box box, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        float side = box.Width;
        float x = box.X + (side / 2);
        float y = box.Y + (side / 2);
        canvas.Save();
        canvas.RotateDegrees(random.Next(-6, 7), x, y);
        paint.Color = new SKColor((byte)random.Next(20, 60), (byte)random.Next(20, 50), (byte)random.Next(60, 120));
        canvas.DrawCircle(x, y, side * 0.48f, paint);
        paint.Color = new SKColor(240, 235, (byte)random.Next(150, 240));
        paint.IsStroke = true;
        paint.StrokeWidth = side * 0.09f;
        canvas.DrawCircle(x, y, side * 0.32f, paint);
        canvas.DrawLine(x - (side * 0.12f), y + (side * 0.14f), x + (side * 0.2f), y - (side * 0.22f), paint);
        canvas.Restore();
    }

    private static SKColor Color(Random random) =>
        new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
}
