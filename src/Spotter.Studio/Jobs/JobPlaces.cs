using System.Globalization;
using Spotter.Studio.Hosting;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Studio.Jobs;

/// <summary>Places of a video in its pixels: lines that are crossed, zones that are entered.</summary>
/// <param name="Lines">Two points or more each.</param>
/// <param name="Zones">Three corners or more each.</param>
internal sealed record JobPlaces(IReadOnlyList<Point[]> Lines, IReadOnlyList<Point[]> Zones)
{
    private const int MostPlaces = 20;
    private const int MostPoints = 50;

    public static JobPlaces None { get; } = new([], []);

    /// <exception cref="ProblemException">It is no list of places.</exception>
    public static JobPlaces Parse(string? lines, string? zones)
    {
        var places = new JobPlaces(Parse("lines", lines, least: 2), Parse("zones", zones, least: 3));

        // What a line or a zone needs beside, it says itself.
        _ = places.Monitors();
        return places;
    }

    /// <summary>New counters for a run through a video.</summary>
    /// <exception cref="ProblemException">A place is none.</exception>
    public ITrackMonitor[] Monitors()
    {
        try
        {
            return
            [
                .. Lines.Select(static (points, i) => new CountingLine(Name("line", i), points)),
                .. Zones.Select(static (corners, i) => new Zone(Name("zone", i), corners)),
            ];
        }
        catch (ArgumentException e)
        {
            throw ProblemException.BadRequest(SpotterException.PlainMessage(e));
        }
    }

    private static string Name(string kind, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {index + 1}");

    private static Point[][] Parse(string name, string? text, int least)
    {
        string[] places = (text ?? "").Split(
            ';',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        return places.Length <= MostPlaces
            ? [.. places.Select(place => PointsOf(name, place, least))]
            : throw ProblemException.BadRequest($"{name} takes at most {MostPlaces} places, got {places.Length}");
    }

    private static Point[] PointsOf(string name, string place, int least)
    {
        double?[] numbers =
        [
            .. place
                .Split(',')
                .Select(static text =>
                    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number)
                        ? number
                        : (double?)null
                ),
        ];
        if (
            numbers.Length % 2 != 0
            || numbers.Length < 2 * least
            || numbers.Length > 2 * MostPoints
            || numbers.Contains(null)
        )
        {
            throw ProblemException.BadRequest(
                $"{name} wants {least} to {MostPoints} points a place, as X,Y,X,Y in pixels of the video, places "
                    + $"separated by semicolons"
            );
        }

        return [.. numbers.Chunk(2).Select(static pair => new Point(pair[0]!.Value, pair[1]!.Value))];
    }
}

/// <summary>What a line or zone of a video counted.</summary>
/// <param name="Name">line 1, zone 1 and so on, in the order of the request.</param>
/// <param name="In">Who crossed the line from its left to its right, or came into the zone.</param>
/// <param name="Out">Who crossed it the other way, or left the zone.</param>
/// <param name="Inside">Who is in the zone at last; null of a line.</param>
internal sealed record PlaceCount(string Name, int In, int Out, int? Inside)
{
    public static PlaceCount Of(ITrackMonitor monitor) =>
        monitor switch
        {
            CountingLine line => new PlaceCount(line.Name, line.In, line.Out, null),
            Zone zone => new PlaceCount(zone.Name, zone.Entered, zone.Left, zone.Occupancy),
            _ => new PlaceCount(monitor.Name, 0, 0, null),
        };
}
