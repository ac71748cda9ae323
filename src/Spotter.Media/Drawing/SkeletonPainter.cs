using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>Draws the keypoints that are taken for seen, and the lines between them.</summary>
internal static class SkeletonPainter
{
    private readonly record struct Bone(SKPoint From, SKPoint To, SKColor Color, int Thickness);

    public static void Paint(
        RegionCanvas canvas,
        BgrImage image,
        DetectionKeypoints keypoints,
        SKColor color,
        int thickness
    )
    {
        foreach ((int from, int to) in keypoints.Skeleton.Edges)
        {
            if (Seen(keypoints.Places[from]) is { } start && Seen(keypoints.Places[to]) is { } end)
            {
                var bone = new Bone(start, end, color, thickness);
                canvas.Draw(image, Around(start, end, thickness), bone, static (canvas, paint, bone) =>
                {
                    paint.Style = SKPaintStyle.Stroke;
                    paint.Color = bone.Color;
                    paint.StrokeWidth = bone.Thickness;
                    paint.StrokeCap = SKStrokeCap.Round;
                    canvas.DrawLine(bone.From, bone.To, paint);
                });
            }
        }

        SKColor rim = LabelPainter.ReadableOn(color);
        foreach (Keypoint keypoint in keypoints.Places)
        {
            if (Seen(keypoint) is { } place)
            {
                PaintJoint(canvas, image, place, color, rim, thickness);
            }
        }
    }

    private static void PaintJoint(
        RegionCanvas canvas,
        BgrImage image,
        SKPoint place,
        SKColor color,
        SKColor rim,
        int thickness
    ) =>
        canvas.Draw(
            image,
            Around(place, place, thickness * 2),
            (place, color, rim, thickness),
            static (canvas, paint, s) =>
            {
                paint.Style = SKPaintStyle.Fill;
                paint.Color = s.rim;
                canvas.DrawCircle(s.place, s.thickness * 1.6f, paint);
                paint.Color = s.color;
                canvas.DrawCircle(s.place, s.thickness * 1.2f, paint);
            }
        );

    // What a model calls far outside of any picture would overflow the arithmetic of pixels.
    private static SKPoint? Seen(Keypoint keypoint) =>
        keypoint.Score >= DetectionKeypoints.SeenScore
        && Math.Abs(keypoint.Place.X) < Annotator.Far
        && Math.Abs(keypoint.Place.Y) < Annotator.Far
            ? new SKPoint((float)keypoint.Place.X, (float)keypoint.Place.Y)
            : null;

    private static Box Around(SKPoint from, SKPoint to, int reach)
    {
        int left = (int)Math.Min(from.X, to.X) - reach - 2;
        int top = (int)Math.Min(from.Y, to.Y) - reach - 2;
        return new Box(
            left,
            top,
            (int)Math.Max(from.X, to.X) + reach + 3 - left,
            (int)Math.Max(from.Y, to.Y) + reach + 3 - top
        );
    }
}
