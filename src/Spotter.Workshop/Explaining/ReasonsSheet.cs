using System.Globalization;
using SkiaSharp;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;
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

    /// <param name="picture">What was looked at.</param>
    /// <param name="reasons">What was found and what it rests on, at least one.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(BgrImage picture, IReadOnlyList<Reason> reasons)
    {
        using var sheet = new Sheet(
            (2 * Margin) + (2 * (Side + Gap)) + TextWidth,
            (2 * Margin) + (reasons.Count * (Side + Gap)) + ScaleHeight
        );
        for (int i = 0; i < reasons.Count; i++)
        {
            DrawFind(sheet, picture, reasons[i], Margin + (i * (Side + Gap)));
        }

        HeatOverlay.DrawScale(
            sheet,
            new SKPoint(Margin + Side + Gap - 90, Margin + (reasons.Count * (Side + Gap))),
            "no matter",
            "the score falls most when this is covered"
        );
        return sheet.ToPng();
    }

    private static void DrawFind(Sheet sheet, BgrImage picture, Reason reason, float top)
    {
        (Box region, Occlusion occlusion) = (reason.Region, reason.Occlusion);
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
            if (reason.Box is { } box)
            {
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
            }

            left += Side + Gap;
        }

        string[] lines =
        [
            reason.Title,
            string.Create(CultureInfo.InvariantCulture, $"score {occlusion.Score:0.00} with nothing covered"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"falls to {occlusion.Lowest:0.00} with the worst place covered"
            ),
            .. reason.Note is { } note ? (string[])[note] : [],
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
}

/// <summary>What was found, and what it rests on.</summary>
/// <param name="Title">What to call it.</param>
/// <param name="Region">The part of the picture that was covered, in the picture's pixels.</param>
/// <param name="Occlusion">What happened to the score.</param>
internal sealed record Reason(string Title, Box Region, Occlusion Occlusion)
{
    /// <summary>Where it was found; null where it is nowhere.</summary>
    public Box? Box { get; init; }

    /// <summary>What else is said of it.</summary>
    public string? Note { get; init; }
}
