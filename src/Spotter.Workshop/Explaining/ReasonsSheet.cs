using System.Globalization;
using SkiaSharp;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>A row a find: what was found, and how much its score falls when a place around it is covered.</summary>
internal static class ReasonsSheet
{
    private const float Side = 240;
    private const float Gap = 16;
    private const float Margin = 16;
    private const float TextWidth = 300;
    private const float ScaleHeight = 14;
    private const float TextSize = 13;

    // Of what falls less than this nothing is made more than it is.
    private const double LeastScale = 0.05;

    /// <param name="trace">What the network saw.</param>
    /// <param name="picture">What it looked at.</param>
    /// <param name="reasons">Finds and what they rest on, at least one.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(
        NetworkTrace trace,
        BgrImage picture,
        IReadOnlyList<(TracedFind Find, Occlusion Occlusion)> reasons
    )
    {
        using var sheet = new Sheet(
            (2 * Margin) + (2 * (Side + Gap)) + TextWidth,
            (2 * Margin) + (reasons.Count * (Side + Gap)) + ScaleHeight
        );
        for (int i = 0; i < reasons.Count; i++)
        {
            (TracedFind find, Occlusion occlusion) = reasons[i];
            DrawFind(sheet, trace, picture, (i + 1, find, occlusion), Margin + (i * (Side + Gap)));
        }

        HeatOverlay.DrawScale(
            sheet,
            new SKPoint(Margin + Side + Gap - 90, Margin + (reasons.Count * (Side + Gap))),
            "no matter",
            "the score falls most when this is covered"
        );
        return sheet.ToPng();
    }

    private static void DrawFind(
        Sheet sheet,
        NetworkTrace trace,
        BgrImage picture,
        (int Number, TracedFind Find, Occlusion Occlusion) reason,
        float top
    )
    {
        (int number, TracedFind find, Occlusion occlusion) = reason;
        Box region = InPicture(occlusion.Region, trace.Part, picture);
        BgrImage crop = picture.Crop(region);
        double scale = Math.Max(LeastScale, occlusion.Score - occlusion.Lowest);
        BgrImage heat = HeatOverlay.Draw(crop, (x, y) =>
            occlusion.FallAt((x + 0.5) / crop.Width, (y + 0.5) / crop.Height) / scale
        );
        float left = Margin;
        foreach (BgrImage image in new[] { crop, heat })
        {
            SKRect place = WindowPlace.Fit(new BoxSize(crop.Width, crop.Height), left, top, Side);
            using SKBitmap bitmap = Thumbnail.Of(image);
            sheet.Draw(bitmap, place, isSmooth: true);
            float size = place.Width / crop.Width;
            Box box = find.Detection.Box;
            sheet.Outline(
                SKRect.Create(
                    place.Left + ((box.X - region.X) * size),
                    place.Top + ((box.Y - region.Y) * size),
                    box.Width * size,
                    box.Height * size
                ),
                SKColors.White,
                1.5f
            );
            left += Side + Gap;
        }

        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{number}: {find.Detection.Label}"),
            string.Create(CultureInfo.InvariantCulture, $"score {occlusion.Score:0.00} with nothing covered"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"falls to {occlusion.Lowest:0.00} with the worst place covered"
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"seen by cells of {trace.Maps[find.Map].Stride}x{trace.Maps[find.Map].Stride} pixels"
            ),
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            sheet.Write(
                lines[i],
                new SKPoint(left, top + 22 + (i * 20)),
                TextWidth,
                TextSize,
                i == 0 ? FigureColors.Ink : FigureColors.FaintInk
            );
        }
    }

    private static Box InPicture(Box input, SearchedPart part, BgrImage picture)
    {
        double scaleX = (double)part.Part.Width / part.Width;
        double scaleY = (double)part.Part.Height / part.Height;
        int left = part.Part.X + (int)Math.Round(input.X * scaleX);
        int top = part.Part.Y + (int)Math.Round(input.Y * scaleY);
        int right = part.Part.X + (int)Math.Round(input.Right * scaleX);
        int bottom = part.Part.Y + (int)Math.Round(input.Bottom * scaleY);
        return new Box(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top)).Intersect(
            new Box(0, 0, picture.Width, picture.Height)
        );
    }
}
