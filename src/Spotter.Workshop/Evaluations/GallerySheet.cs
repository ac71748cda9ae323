using System.Globalization;
using SkiaSharp;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Images;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Evaluations;

/// <summary>What a model missed, or took for what it is not, cut out of the pictures with a little around it.</summary>
internal sealed class GallerySheet
{
    /// <summary>More tell nothing new, and a page must stay small.</summary>
    public const int MostTiles = 48;

    private const int Columns = 8;
    private const float Side = 104;
    private const float Caption = 14;
    private const float Gap = 8;
    private const float Margin = 12;
    private const float TextSize = 10;

    // Half of the box on each side shows where it is.
    private const double Surroundings = 0.5;

    private readonly List<Tile> _tiles;
    private readonly SKColor _color;

    private GallerySheet(IEnumerable<Tile> tiles, SKColor color)
    {
        _tiles = [.. tiles.Take(MostTiles)];
        _color = color;
    }

    /// <summary>Whether there is anything to show.</summary>
    public bool IsEmpty => _tiles.Count == 0;

    /// <summary>What was found, with the lowest scores first: there the model begins to doubt.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threshold">Of the lenient score; null as users run it.</param>
    public static GallerySheet Finds(ModelEvaluation model, double? threshold) =>
        new(
            Tiles(model, threshold, MatchOutcome.Hit).OrderBy(static found => found.Score).Select(static f => f.Tile),
            FigureColors.Right
        );

    /// <summary>The largest things that were missed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threshold">Of the lenient score; null as users run it.</param>
    public static GallerySheet Misses(ModelEvaluation model, double? threshold) =>
        new(
            model
                .Pictures.SelectMany(picture =>
                    picture
                        .At(threshold)
                        .Missed.Select(i => new Tile(
                            picture.Picture.Path,
                            picture.Truths[i].Box,
                            Path.GetFileName(picture.Picture.Path)
                        ))
                )
                .OrderByDescending(static tile => tile.Box.Area),
            FigureColors.Right
        );

    /// <summary>The false alarms of the highest scores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threshold">Of the lenient score; null as users run it.</param>
    public static GallerySheet FalseAlarms(ModelEvaluation model, double? threshold) =>
        new(
            Tiles(model, threshold, MatchOutcome.FalseAlarm)
                .OrderByDescending(static found => found.Score)
                .Select(static found => found.Tile),
            FigureColors.Wrong
        );

    /// <summary>Draws the sheet; every picture is read once.</summary>
    /// <returns>A PNG picture.</returns>
    public byte[] Draw(PictureLoadOptions loading, CancellationToken cancellationToken)
    {
        int rows = Math.Max(1, (_tiles.Count + Columns - 1) / Columns);
        using var sheet = new Sheet(
            (2 * Margin) + (Columns * (Side + Gap)) - Gap,
            (2 * Margin) + (rows * (Side + Caption + Gap)) - Gap
        );
        foreach (
            IGrouping<string, (Tile Tile, int Index)> picture in _tiles
                .Select(static (tile, index) => (tile, index))
                .GroupBy(static pair => pair.tile.Path, StringComparer.Ordinal)
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            BgrImage image = Picture.Load(picture.Key, loading).Bgr;
            foreach ((Tile tile, int index) in picture)
            {
                Draw(
                    sheet,
                    image,
                    tile,
                    Margin + (index % Columns * (Side + Gap)),
                    Margin + (index / Columns * (Side + Caption + Gap))
                );
            }
        }

        return sheet.ToPng();
    }

    private void Draw(Sheet sheet, BgrImage image, Tile tile, float left, float top)
    {
        Box part = tile.Box.Inflate(Surroundings).Intersect(new Box(0, 0, image.Width, image.Height));
        float scale = Side / Math.Max(part.Width, part.Height);
        var place = SKRect.Create(
            left + ((Side - (part.Width * scale)) / 2),
            top + ((Side - (part.Height * scale)) / 2),
            part.Width * scale,
            part.Height * scale
        );
        using SKBitmap bitmap = Thumbnail.Of(image.Crop(part));
        sheet.Draw(bitmap, place);
        var box = SKRect.Create(
            place.Left + ((tile.Box.X - part.X) * scale),
            place.Top + ((tile.Box.Y - part.Y) * scale),
            tile.Box.Width * scale,
            tile.Box.Height * scale
        );
        sheet.Outline(box, _color, 1.5f);
        sheet.Write(tile.Caption, new SKPoint(left, top + Side + Caption - 4), Side, TextSize, FigureColors.FaintInk);
    }

    private static IEnumerable<(double Score, Tile Tile)> Tiles(
        ModelEvaluation model,
        double? threshold,
        MatchOutcome outcome
    ) =>
        model
            .Pictures.SelectMany(picture =>
                picture.At(threshold).Detections.Select(match => (picture.Picture.Path, match))
            )
            .Where(pair => pair.match.Outcome == outcome)
            .Select(static pair =>
                (
                    pair.match.Detection.Score,
                    new Tile(
                        pair.Path,
                        pair.match.Detection.Box,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{pair.match.Detection.Score:0.##}  {Path.GetFileName(pair.Path)}"
                        )
                    )
                )
            );

    private readonly record struct Tile(string Path, Box Box, string Caption);
}
