using SkiaSharp;
using Spotter.Vision.Images;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>A picture in gray, and over it in colours how much of something there is at each pixel.</summary>
internal static class HeatOverlay
{
    // Where there is little one sees mostly the picture, where there is much mostly its colour; in between more of the
    // colour, which a bright picture would wash out.
    private const double LowestOpacity = 0.3;
    private const double HighestOpacity = 0.85;

    /// <param name="picture">What lies below.</param>
    /// <param name="shareAt">For x and y: 0 to 1, or below 0 where nothing is known and the picture stays as it
    /// is.</param>
    public static BgrImage Draw(BgrImage picture, Func<int, int, double> shareAt)
    {
        var image = new BgrImage(picture.Width, picture.Height);
        byte[] gray = picture.ToGray().Pixels;
        for (int i = 0; i < gray.Length; i++)
        {
            double share = Math.Min(shareAt(i % picture.Width, i / picture.Width), 1);
            double opacity =
                share < 0 ? 0 : LowestOpacity + ((HighestOpacity - LowestOpacity) * Math.Sqrt(Math.Max(share, 0)));
            SKColor color = DepthColors.At(share);
            image.Pixels[3 * i] = Mix(gray[i], color.Blue, opacity);
            image.Pixels[(3 * i) + 1] = Mix(gray[i], color.Green, opacity);
            image.Pixels[(3 * i) + 2] = Mix(gray[i], color.Red, opacity);
        }

        return image;
    }

    /// <summary>Draws the colours from 0 to 1 with words at both ends.</summary>
    public static void DrawScale(Sheet sheet, SKPoint place, string low, string high)
    {
        const float Word = 130;
        const float Length = 180;
        const float Height = 12;
        const int Steps = 90;
        for (int i = 0; i < Steps; i++)
        {
            sheet.Fill(
                SKRect.Create(place.X + Word + (i * Length / Steps), place.Y, Length / Steps, Height),
                DepthColors.At((double)i / (Steps - 1))
            );
        }

        float line = place.Y + Height - 1.5f;
        sheet.Write(low, new SKPoint(place.X + Word - 8, line), Word, 12, FigureColors.FaintInk, SKTextAlign.Right);
        sheet.Write(high, new SKPoint(place.X + Word + Length + 8, line), 2 * Word, 12, FigureColors.FaintInk);
    }

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
