using SkiaSharp;

namespace Spotter.Media.Drawing.Stickers;

/// <summary>The stickers that are drawn here, when they are first asked for.</summary>
internal static class StickerArt
{
    private static readonly (string Name, Lazy<Sticker> Sticker)[] All =
    [
        ("hat", new(() => Make(600, 430, StickerPlace.Head, new StickerFit(3.1, -0.62, 0.93), Hat))),
        ("glasses", new(() => Make(640, 230, StickerPlace.Eyes, new StickerFit(2.35, 0.06, 0.5), Glasses))),
        ("moustache", new(() => Make(600, 220, StickerPlace.Mouth, new StickerFit(1.75, -0.2, 0.5), Moustache))),
        ("clown-nose", new(() => Make(260, 260, StickerPlace.Nose, new StickerFit(0.78, -0.04, 0.5), ClownNose))),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static one => one.Name)];

    public static Sticker? Find(string name) =>
        Array.Find(All, one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Sticker?.Value;

    private static Sticker Make(int width, int height, StickerPlace place, StickerFit fit, Action<SKCanvas> draw)
    {
        var info = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul);
        using SKSurface surface = SKSurface.Create(info);
        surface.Canvas.Clear(SKColors.Transparent);
        draw(surface.Canvas);
        return new Sticker(surface.Snapshot(), place, fit);
    }

    private static SKPaint Fill(SKColor color) => new() { IsAntialias = true, Color = color };

    private static SKPaint Across(float left, float right, params SKColor[] colors) =>
        new()
        {
            IsAntialias = true,
            Shader = SKShader.CreateLinearGradient(
                new SKPoint(left, 0),
                new SKPoint(right, 0),
                colors,
                SKShaderTileMode.Clamp
            ),
        };

    // A top hat with a red band; its brim reaches beyond the head.
    private static void Hat(SKCanvas canvas)
    {
        SKColor black = new(26, 26, 32);
        SKColor shine = new(92, 94, 110);
        using SKPaint felt = Across(130, 470, black, shine, black, black);
        using SKPaint band = Across(130, 470, new(140, 12, 24), new(235, 60, 70), new(150, 14, 26));
        using SKPaint brim = Across(0, 600, black, shine, black, black);
        using SKPaint top = Fill(new(60, 61, 72));
        using var crown = new SKPath();
        crown.MoveTo(128, 42);
        crown.QuadTo(150, 220, 138, 385);
        crown.LineTo(462, 385);
        crown.QuadTo(450, 220, 472, 42);
        crown.Close();
        using SKPaint under = Fill(new(12, 12, 16));
        canvas.DrawOval(new SKRect(6, 336, 594, 428), under);
        canvas.DrawOval(new SKRect(6, 326, 594, 414), brim);
        canvas.DrawPath(crown, felt);
        canvas.Save();
        canvas.ClipPath(crown, antialias: true);
        using var ribbon = new SKPath();
        ribbon.MoveTo(100, 292);
        ribbon.QuadTo(300, 330, 500, 292);
        ribbon.LineTo(500, 372);
        ribbon.QuadTo(300, 412, 100, 372);
        ribbon.Close();
        canvas.DrawPath(ribbon, band);
        canvas.Restore();
        using var foot = new SKPath();
        foot.MoveTo(137, 370);
        foot.QuadTo(300, 412, 463, 370);
        foot.LineTo(470, 392);
        foot.QuadTo(300, 424, 130, 392);
        foot.Close();
        canvas.DrawPath(foot, felt);
        canvas.DrawOval(new SKRect(128, 14, 472, 70), top);
    }

    // Two dark lenses with a gleam, a bridge and the beginning of the bows.
    private static void Glasses(SKCanvas canvas)
    {
        using SKPaint frame = Fill(new(18, 18, 22));
        frame.Style = SKPaintStyle.Stroke;
        frame.StrokeWidth = 18;
        frame.StrokeCap = SKStrokeCap.Round;
        using SKPaint glass = new()
        {
            IsAntialias = true,
            Shader = SKShader.CreateLinearGradient(
                new SKPoint(0, 30),
                new SKPoint(0, 200),
                [new SKColor(20, 24, 40, 245), new SKColor(60, 80, 120, 215)],
                SKShaderTileMode.Clamp
            ),
        };
        using SKPaint gleam = Fill(new SKColor(255, 255, 255, 90));
        canvas.DrawLine(12, 62, 44, 72, frame);
        canvas.DrawLine(628, 62, 596, 72, frame);
        using var bridge = new SKPath();
        bridge.MoveTo(276, 84);
        bridge.QuadTo(320, 50, 364, 84);
        canvas.DrawPath(bridge, frame);
        foreach (float left in (float[])[44, 366])
        {
            using var lens = new SKPath();
            lens.AddRoundRect(new SKRect(left, 40, left + 230, 206), 84, 70);
            canvas.DrawPath(lens, glass);
            canvas.Save();
            canvas.ClipPath(lens, antialias: true);
            using var stripe = new SKPath();
            stripe.MoveTo(left + 40, 210);
            stripe.LineTo(left + 110, 30);
            stripe.LineTo(left + 150, 30);
            stripe.LineTo(left + 80, 210);
            stripe.Close();
            canvas.DrawPath(stripe, gleam);
            canvas.Restore();
            canvas.DrawPath(lens, frame);
        }
    }

    // Two curled halves that meet below the nose.
    private static void Moustache(SKCanvas canvas)
    {
        using SKPaint hair = new()
        {
            IsAntialias = true,
            Shader = SKShader.CreateLinearGradient(
                new SKPoint(0, 40),
                new SKPoint(0, 190),
                [new SKColor(84, 52, 30), new SKColor(40, 22, 12)],
                SKShaderTileMode.Clamp
            ),
        };
        foreach (bool isMirrored in (bool[])[false, true])
        {
            canvas.Save();
            if (isMirrored)
            {
                canvas.Scale(-1, 1, 300, 0);
            }

            using var half = new SKPath();
            half.MoveTo(302, 72);
            half.CubicTo(262, 22, 190, 34, 150, 84);
            half.CubicTo(118, 124, 78, 138, 50, 118);
            half.CubicTo(30, 102, 36, 72, 62, 70);
            half.CubicTo(20, 54, -6, 96, 14, 140);
            half.CubicTo(40, 196, 140, 206, 206, 180);
            half.CubicTo(254, 160, 288, 140, 302, 112);
            half.Close();
            canvas.DrawPath(half, hair);
            canvas.Restore();
        }
    }

    // A red ball, lit from above on the left.
    private static void ClownNose(SKCanvas canvas)
    {
        using SKPaint ball = new()
        {
            IsAntialias = true,
            Shader = SKShader.CreateRadialGradient(
                new SKPoint(98, 92),
                170,
                [new SKColor(255, 92, 84), new SKColor(226, 20, 30), new SKColor(132, 4, 16)],
                [0, 0.5f, 1],
                SKShaderTileMode.Clamp
            ),
        };
        using SKPaint gleam = new()
        {
            IsAntialias = true,
            Color = new SKColor(255, 255, 255, 170),
            MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 7),
        };
        canvas.DrawCircle(130, 130, 124, ball);
        canvas.DrawOval(new SKRect(62, 48, 122, 92), gleam);
    }
}
