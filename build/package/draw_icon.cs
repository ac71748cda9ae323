#!/usr/bin/env -S dotnet run
#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false
// Draws the icon of the packages: dotnet run build/package/draw_icon.cs build/package/icon.png
using SkiaSharp;

const int Side = 128; // what package feeds ask for
var night = new SKColor(22, 33, 46);
var green = new SKColor(84, 224, 138);
var skin = new SKColor(250, 236, 214);

using var bitmap = new SKBitmap(Side, Side);
using var canvas = new SKCanvas(bitmap);
using var fill = new SKPaint { IsAntialias = true };
using var line = new SKPaint
{
    IsAntialias = true,
    Style = SKPaintStyle.Stroke,
    StrokeCap = SKStrokeCap.Round,
    StrokeWidth = 7,
};

canvas.Clear(SKColors.Transparent);
fill.Color = night;
canvas.DrawRoundRect(0, 0, Side, Side, 24, 24, fill);

// A face that smiles ...
fill.Color = skin;
canvas.DrawCircle(64, 64, 31, fill);
fill.Color = night;
canvas.DrawCircle(53, 57, 4.5f, fill);
canvas.DrawCircle(75, 57, 4.5f, fill);
line.Color = night;
line.StrokeWidth = 5;
canvas.DrawArc(new SKRect(48, 52, 80, 84), 25, 130, false, line);

// ... in the four corners of a box.
line.Color = green;
line.StrokeWidth = 7;
foreach ((int x, int y) in ((int, int)[])[(20, 20), (108, 20), (20, 108), (108, 108)])
{
    int inwardX = Math.Sign(64 - x) * 20;
    int inwardY = Math.Sign(64 - y) * 20;
    using var corner = new SKPath();
    corner.MoveTo(x + inwardX, y);
    corner.LineTo(x, y);
    corner.LineTo(x, y + inwardY);
    canvas.DrawPath(corner, line);
}

using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
File.WriteAllBytes(args[0], png.ToArray());
