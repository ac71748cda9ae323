using SkiaSharp;

namespace Spotter.Studio.Examples;

/// <summary>
/// Clothes, drawn bright on dark at 28 x 28 as those of Fashion-MNIST are: four classes that a small network learns in
/// a second, and that one can draw oneself to try it.
/// </summary>
internal static class DrawnClothes
{
    private const int Side = 28;
    private const int PerClass = 40;

    private static readonly (string Name, Action<SKPath, Random> Draw)[] Classes =
    [
        ("shirt", Shirt),
        ("trousers", Trousers),
        ("shoe", Shoe),
        ("bag", Bag),
    ];

    /// <summary>All of them, class after class; the same each time.</summary>
    public static IEnumerable<(string ClassName, byte[] Png)> All()
    {
        var random = new Random(24);
        foreach ((string name, Action<SKPath, Random> draw) in Classes)
        {
            for (int i = 0; i < PerClass; i++)
            {
                yield return (name, Draw(draw, random));
            }
        }
    }

    private static byte[] Draw(Action<SKPath, Random> draw, Random random)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Black);
        canvas.Translate(Side / 2f + Around(random, 1.5f), Side / 2f + Around(random, 1.5f));
        canvas.RotateDegrees(Around(random, 8));
        canvas.Scale(1 + Around(random, 0.14f), 1 + Around(random, 0.14f));
        using var path = new SKPath();
        draw(path, random);
        byte light = (byte)random.Next(130, 256);
        using var cloth = new SKPaint { IsAntialias = true, Color = new SKColor(light, light, light) };
        canvas.DrawPath(path, cloth);

        // A fold or two of the cloth.
        using var fold = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = 1,
            Color = new SKColor(0, 0, 0, 70),
        };
        canvas.ClipPath(path);
        for (int i = 0; i < 2; i++)
        {
            canvas.DrawLine(Around(random, 8), -12, Around(random, 8), 12, fold);
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void Shirt(SKPath path, Random random)
    {
        float sleeve = 3 + random.NextSingle() * 4;
        float half = 5.5f + random.NextSingle() * 1.5f;
        Closed(
            path,
            (-3, -10),
            (3, -10),
            (11, -7),
            (11, -7 + sleeve),
            (half, -4),
            (half, 10),
            (-half, 10),
            (-half, -4)
        );
        path.LineTo(-11, -7 + sleeve);
        path.LineTo(-11, -7);
        path.Close();
    }

    private static void Trousers(SKPath path, Random random)
    {
        float leg = 2.6f + random.NextSingle() * 1.4f;
        float spread = random.NextSingle() * 2;
        Closed(
            path,
            (-5, -11),
            (5, -11),
            (5 + spread, 11),
            (5 + spread - leg, 11),
            (0, -3),
            (-5 - spread + leg, 11),
            (-5 - spread, 11)
        );
        path.Close();
    }

    private static void Shoe(SKPath path, Random random)
    {
        float heel = random.NextSingle() * 4;
        Closed(path, (-9, -4 - heel), (-4, -5 - heel), (-1, -1), (7, 1), (11, 3), (11, 6), (-10, 6));
        path.Close();
    }

    private static void Bag(SKPath path, Random random)
    {
        float half = 8 + random.NextSingle() * 3;
        float top = -3 + Around(random, 1.5f);
        path.FillType = SKPathFillType.EvenOdd;
        path.AddRoundRect(new SKRect(-half, top, half, 10), 2, 2);
        path.AddOval(new SKRect(-6, top - 8, 6, top + 2));
        path.AddOval(new SKRect(-4, top - 6, 4, top + 1.4f));
    }

    private static void Closed(SKPath path, params ReadOnlySpan<(float X, float Y)> corners)
    {
        path.MoveTo(corners[0].X, corners[0].Y);
        foreach ((float x, float y) in corners[1..])
        {
            path.LineTo(x, y);
        }
    }

    private static float Around(Random random, float most) => (random.NextSingle() * 2 - 1) * most;
}
