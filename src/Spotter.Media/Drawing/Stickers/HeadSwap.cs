using SkiaSharp;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing.Stickers;

/// <summary>Exchanges two heads: each is scaled and turned to the place of the other, with a soft edge.</summary>
internal static class HeadSwap
{
    // The ellipse of a head, in eye distances: its middle below the eyes, and its half axes.
    private const double MiddleDown = 0.15;
    private const double HalfWidth = 1.4;
    private const double HalfHeight = 1.9;
    private const double Softness = 0.12;

    /// <param name="canvas">What to paint with.</param>
    /// <param name="image">Changed in place.</param>
    /// <param name="first">One face.</param>
    /// <param name="second">The other.</param>
    public static void Paint(RegionCanvas canvas, BgrImage image, in FacePose first, in FacePose second)
    {
        using Head? one = Head.Take(image, first);
        using Head? other = Head.Take(image, second);
        if (one is null || other is null)
        {
            return;
        }

        one.PaintAt(canvas, image, second);
        other.PaintAt(canvas, image, first);
    }

    /// <summary>The middle of the ellipse.</summary>
    internal static Point MiddleOf(in FacePose face) => face.At(face.Eyes, 0, MiddleDown);

    /// <summary>What moves a head: its pixels to those of the other face's place.</summary>
    internal static SKMatrix MatrixBetween(in FacePose from, in FacePose to)
    {
        Point start = MiddleOf(from);
        Point end = MiddleOf(to);
        float scale = (float)(to.Unit / from.Unit);
        var matrix = SKMatrix.CreateTranslation((float)-start.X, (float)-start.Y);
        matrix = matrix.PostConcat(SKMatrix.CreateScale(scale, scale));
        matrix = matrix.PostConcat(SKMatrix.CreateRotation((float)(to.Angle - from.Angle)));
        return matrix.PostConcat(SKMatrix.CreateTranslation((float)end.X, (float)end.Y));
    }

    private static Box BoundsOf(in FacePose face)
    {
        Point middle = MiddleOf(face);
        double reach = (HalfHeight + 4 * Softness) * face.Unit + 2;
        int side = (int)Math.Ceiling(2 * reach);
        return new Box((int)Math.Floor(middle.X - reach), (int)Math.Floor(middle.Y - reach), side, side);
    }

    private sealed class Head(SKImage pixels, Box part, FacePose pose) : IDisposable
    {
        /// <summary>Null where the head lies outside the picture.</summary>
        public static Head? Take(BgrImage image, in FacePose pose)
        {
            Box part = PictureGeometry.Clip(BoundsOf(pose), image.Width, image.Height);
            if (part.IsEmpty)
            {
                return null;
            }

            var info = new SKImageInfo(part.Width, part.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
            using var bitmap = new SKBitmap(info);
            Span<byte> target = bitmap.GetPixelSpan();
            for (int y = 0; y < part.Height; y++)
            {
                PixelPacking.BgrToBgra(
                    image.Pixels.AsSpan(((part.Y + y) * image.Width + part.X) * 3, part.Width * 3),
                    target.Slice(y * bitmap.RowBytes, part.Width * 4)
                );
            }

            bitmap.SetImmutable();
            return new Head(SKImage.FromBitmap(bitmap), part, pose);
        }

        public void PaintAt(RegionCanvas canvas, BgrImage image, in FacePose place)
        {
            SKMatrix move = SKMatrix.CreateTranslation(part.X, part.Y).PostConcat(MatrixBetween(pose, place));

            // At the picture's edge the outermost pixels go on.
            using SKShader shader = pixels.ToShader(
                SKShaderTileMode.Clamp,
                SKShaderTileMode.Clamp,
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear),
                move
            );
            using SKMaskFilter soft = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, (float)(Softness * place.Unit));
            using var brush = new SKPaint
            {
                IsAntialias = true,
                Shader = shader,
                MaskFilter = soft,
            };
            Point middle = MiddleOf(place);
            using var oval = new SKPath();
            float width = (float)(HalfWidth * place.Unit);
            float height = (float)(HalfHeight * place.Unit);
            oval.AddOval(SKRect.Create((float)middle.X - width, (float)middle.Y - height, 2 * width, 2 * height));
            oval.Transform(SKMatrix.CreateRotation((float)place.Angle, (float)middle.X, (float)middle.Y));
            canvas.Draw(image, BoundsOf(place), (oval, brush), static (canvas, _, state) =>
                canvas.DrawPath(state.oval, state.brush)
            );
        }

        public void Dispose() => pixels.Dispose();
    }
}
