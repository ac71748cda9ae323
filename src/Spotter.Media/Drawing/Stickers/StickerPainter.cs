using SkiaSharp;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing.Stickers;

/// <summary>Puts stickers on faces.</summary>
internal static class StickerPainter
{
    // A sticker that is much larger than the picture is the answer to a box that is none.
    private const float MostScale = 100;

    /// <param name="canvas">What to paint with.</param>
    /// <param name="image">Changed in place; what lies outside is cut off.</param>
    /// <param name="face">The face.</param>
    /// <param name="sticker">What is put on it.</param>
    public static void Paint(RegionCanvas canvas, BgrImage image, in FacePose face, Sticker sticker)
    {
        SKMatrix matrix = sticker.MatrixOn(face);
        if (!matrix.IsInvertible || Math.Abs(matrix.ScaleX) > MostScale || Math.Abs(matrix.SkewX) > MostScale)
        {
            return;
        }

        canvas.Draw(image, sticker.BoundsOn(face), (matrix, sticker.Image), static (canvas, paint, state) =>
        {
            paint.Style = SKPaintStyle.Fill;
            paint.Color = SKColors.White;
            canvas.Save();
            canvas.Concat(state.matrix);
            canvas.DrawImage(state.Image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), paint);
            canvas.Restore();
        });
    }
}
