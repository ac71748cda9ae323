using System.Globalization;
using ScottPlot;
using SkiaSharp;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Workshop.Plots;

/// <summary>Who was in a video: when, where, and how often what happened.</summary>
internal static class TrackPlots
{
    /// <summary>The most tracks of a timeline.</summary>
    public const int MostBars = 120;

    private const int MapWidth = 960;
    private const float BarThickness = 0.38f;
    private const double RoomForLegend = 2.6;

    // Of cells where anybody was, this share is as red as it gets: one who stands for hours would leave nothing else to
    // see.
    private const double Hottest = 0.97;
    private const float HeatSpread = 9;

    private static readonly SKColor MonitorColor = new(255, 140, 0);

    /// <summary>A bar a track, from first to last sight; the first at the top, a colour a label.</summary>
    public static byte[] Timeline(TrackJournal journal)
    {
        TrackRecord[] tracks =
        [
            .. journal
                .Tracks.OrderByDescending(static track => track.LastSeen - track.FirstSeen)
                .ThenBy(static track => track.Id)
                .Take(MostBars)
                .OrderBy(static track => track.FirstSeen)
                .ThenBy(static track => track.Id),
        ];
        string[] labels =
        [
            .. tracks
                .Select(static track => track.Label)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        var figure = new Figure("Timeline", "seconds", "") { Legend = Alignment.UpperRight };
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < tracks.Length; i++)
        {
            TrackRecord track = tracks[i];
            double from = track.FirstSeen.TotalSeconds;

            // What was seen once is to be seen too.
            double to = Math.Max(
                track.LastSeen.TotalSeconds,
                from + ((journal.End - journal.Start).TotalSeconds / 300)
            );
            ScottPlot.Plottables.Rectangle bar = figure.Plot.Add.Rectangle(
                from,
                to,
                -i - BarThickness,
                -i + BarThickness
            );
            bar.FillColor = Figure.ToScott(FigureColors.OfSeries(Array.IndexOf(labels, track.Label)));
            bar.LineWidth = 0;
            bar.LegendText = named.Add(track.Label) ? track.Label : "";
        }

        figure.Plot.Axes.Left.SetTicks(
            [.. tracks.Select(static (_, i) => -(double)i)],
            [.. tracks.Select(static track => string.Create(CultureInfo.InvariantCulture, $"{track.Id}"))]
        );
        figure.Plot.YLabel("track");
        figure.Limit(
            journal.Start.TotalSeconds,
            Math.Max(journal.End.TotalSeconds, journal.Start.TotalSeconds + 0.1),
            -tracks.Length - 0.2,
            RoomForLegend
        );
        return figure.ToPng(height: Math.Clamp(110 + (16 * tracks.Length), 240, 2000));
    }

    /// <summary>How often each line was crossed either way, and what else happened, up to each time.</summary>
    /// <returns>A PNG picture; null where nothing happened.</returns>
    public static byte[]? Counts(TrackJournal journal)
    {
        var figure = new Figure("Counts", "seconds", "times so far") { Legend = Alignment.UpperLeft };
        bool hasAny = false;
        foreach ((string name, TrackEventKind kind) in journal.Events.Kinds)
        {
            string? what = kind switch
            {
                TrackEventKind.LineIn => $"{name}: in",
                TrackEventKind.LineOut => $"{name}: out",
                TrackEventKind.ZoneEnter => $"{name}: entered",
                TrackEventKind.TooClose => name,
                _ => null,
            };
            if (what is not null)
            {
                AddSteps(figure, what, journal, journal.Events.CountsOf(name, kind));
                hasAny = true;
            }
        }

        figure.Limit(bottom: 0);
        return hasAny ? figure.ToPng() : null;
    }

    /// <summary>How many were in each zone over time.</summary>
    /// <returns>A PNG picture; null where there are no zones that anybody entered.</returns>
    public static byte[]? Occupancy(TrackJournal journal)
    {
        var figure = new Figure("In the zones", "seconds", "inside") { Legend = Alignment.UpperLeft };
        bool hasAny = false;
        foreach (Zone zone in journal.Monitors.OfType<Zone>().Where(static zone => zone.Entered > 0))
        {
            IReadOnlyList<int> entered = journal.Events.CountsOf(zone.Name, TrackEventKind.ZoneEnter);
            IReadOnlyList<int> left = journal.Events.CountsOf(zone.Name, TrackEventKind.ZoneLeave);
            AddSteps(
                figure,
                zone.Name,
                journal,
                [.. entered.Select((count, i) => count - (i < left.Count ? left[i] : 0))]
            );
            hasAny = true;
        }

        figure.Limit(bottom: 0);
        return hasAny ? figure.ToPng() : null;
    }

    /// <summary>The scene with where tracks were for how long, the ways that they took, lines and zones.</summary>
    public static byte[] Map(TrackJournal journal)
    {
        int width = Math.Min(MapWidth, journal.Width);
        int height = Math.Max(1, width * journal.Height / journal.Width);
        float scale = (float)width / journal.Width;
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(FigureColors.Rule);
        DrawScene(canvas, journal.Scene, width, height);
        DrawHeat(canvas, journal, width, height);
        using var paint = new SKPaint
        {
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = 1.5f,
            StrokeJoin = SKStrokeJoin.Round,
        };
        foreach (TrackRecord track in journal.Tracks.Where(static track => track.Path.Count > 1))
        {
            paint.Color = FigureColors.OfSeries(track.Id).WithAlpha(0xB0);
            using SKPath way = PathOf(track.Path, scale, isClosed: false);
            canvas.DrawPath(way, paint);
        }

        paint.StrokeWidth = 3;
        paint.Color = MonitorColor;
        foreach (ITrackMonitor monitor in journal.Monitors)
        {
            IReadOnlyList<Point> points = monitor switch
            {
                CountingLine line => line.Points,
                Zone zone => zone.Corners,
                _ => [],
            };
            using SKPath outline = PathOf(points, scale, isClosed: monitor is Zone);
            canvas.DrawPath(outline, paint);
        }

        return Png.Encode(surface);
    }

    private static void DrawScene(SKCanvas canvas, BgrImage? scene, int width, int height)
    {
        if (scene is null)
        {
            return;
        }

        // Pale, so that what is drawn on it stands out.
        using SKBitmap picture = Thumbnail.Of(scene);
        using var pale = new SKPaint { Color = SKColors.White.WithAlpha(0x70) };
        canvas.DrawBitmap(picture, SKRect.Create(width, height));
        canvas.DrawRect(SKRect.Create(width, height), pale);
    }

    private static void DrawHeat(SKCanvas canvas, TrackJournal journal, int width, int height)
    {
        float[] warm = [.. journal.Map.Where(static seconds => seconds > 0).Order()];
        if (warm.Length == 0)
        {
            return;
        }

        // A square root, so that where all pass shows beside where one stands.
        float most = warm[(int)(Hottest * (warm.Length - 1))];
        int columns = journal.MapColumns;
        int rows = journal.Map.Count / columns;
        var colors = new SKColor[journal.Map.Count];
        for (int i = 0; i < colors.Length; i++)
        {
            double share = Math.Min(1, Math.Sqrt(journal.Map[i] / most));
            colors[i] = new SKColor(
                0xFF,
                (byte)(0xD0 * (1 - share)),
                0x20,
                (byte)(share > 0 ? 0x90 + 0x6F * share : 0)
            );
        }

        using SKBitmap heat = Thumbnail.Of(colors, columns, rows);
        using SKImage image = SKImage.FromBitmap(heat);
        using SKImageFilter blur = SKImageFilter.CreateBlur(HeatSpread, HeatSpread);
        using var paint = new SKPaint { ImageFilter = blur };
        canvas.SaveLayer(paint);
        canvas.DrawImage(
            image,
            SKRect.Create(width, height),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None)
        );
        canvas.DrawImage(
            image,
            SKRect.Create(width, height),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None)
        );
        canvas.Restore();
    }

    private static SKPath PathOf(IReadOnlyList<Point> points, float scale, bool isClosed)
    {
        var path = new SKPath();
        path.AddPoly(
            [.. points.Select(point => new SKPoint((float)point.X * scale, (float)point.Y * scale))],
            isClosed
        );
        return path;
    }

    private static void AddSteps(Figure figure, string name, TrackJournal journal, IReadOnlyList<int> counts)
    {
        double stretch = journal.Events.Stretch.TotalSeconds;
        List<double> xs = [journal.Start.TotalSeconds];
        List<double> ys = [0];
        double sum = 0;
        for (int i = 0; i < counts.Count && i * stretch <= journal.End.TotalSeconds; i++)
        {
            if (counts[i] != 0)
            {
                double at = Math.Max(i * stretch, journal.Start.TotalSeconds);
                xs.AddRange([at, at]);
                ys.AddRange([sum, sum + counts[i]]);
                sum += counts[i];
            }
        }

        xs.Add(journal.End.TotalSeconds);
        ys.Add(sum);
        figure.AddLine(name, xs, ys);
    }
}
