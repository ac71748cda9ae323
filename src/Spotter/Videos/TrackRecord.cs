using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>What one identity did in a video.</summary>
public sealed class TrackRecord
{
    // Enough for a line across a picture; a longer way keeps every second place.
    private const int MostPlaces = 64;

    private readonly List<Point> _path = [];
    private readonly SortedDictionary<string, (int In, int Out)> _crossings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Entered, TimeSpan Dwell)> _zones = new(StringComparer.Ordinal);
    private int _step = 1;
    private int _skipped;
    private double _speeds;
    private int _speedCount;
    private double _pictureScore;

    internal TrackRecord(int id, Detection first, TimeSpan firstSeen)
    {
        Id = id;
        Label = first.Label;
        FirstSeen = firstSeen;
        FirstBox = first.Box;
    }

    /// <summary>The identity, 1 or more.</summary>
    public int Id { get; }

    /// <summary>What it is, as it was called last.</summary>
    public string Label { get; private set; }

    /// <summary>Time of the first frame in which it was seen and believed.</summary>
    public TimeSpan FirstSeen { get; }

    /// <summary>Time of the last frame in which it was seen.</summary>
    public TimeSpan LastSeen { get; private set; }

    /// <summary>Where it was seen first, in pixels.</summary>
    public Box FirstBox { get; }

    /// <summary>Where it was seen last, in pixels.</summary>
    public Box LastBox { get; private set; }

    /// <summary>In how many frames it was seen.</summary>
    public int Frames { get; private set; }

    /// <summary>The best score that it was found with.</summary>
    public double BestScore { get; private set; } = double.NegativeInfinity;

    /// <summary>Time of the frame with the best score.</summary>
    public TimeSpan BestSeen { get; private set; }

    /// <summary>How often it crossed each line that it crossed, by the line's name.</summary>
    public IReadOnlyDictionary<string, (int In, int Out)> Crossings => _crossings;

    /// <summary>How often it entered each zone that it was in, and how long it was inside altogether.</summary>
    public IReadOnlyDictionary<string, (int Entered, TimeSpan Dwell)> Zones => _zones;

    /// <summary>How often it came nearer than it should.</summary>
    public int TooClose { get; internal set; }

    /// <summary>The smallest distance at which it was seen, in metres; null where distances are not known.</summary>
    public double? NearestMetres { get; private set; }

    /// <summary>Mean speed in kilometres an hour; null where speeds are not known.</summary>
    public double? MeanSpeed => _speedCount > 0 ? _speeds / _speedCount : null;

    /// <summary>Highest speed in kilometres an hour; null where speeds are not known.</summary>
    public double? MostSpeed { get; private set; }

    /// <summary>
    /// Where its lower edge was, from the first sight to the last, in pixels: every so manieth place, 64 at most. Empty
    /// where a journal dropped it to save memory.
    /// </summary>
    public IReadOnlyList<Point> Path => _path;

    /// <summary>
    /// A small picture of it where its score was best; null where none is kept. Of what a run hides it keeps none.
    /// </summary>
    public BgrImage? Picture { get; private set; }

    /// <summary>The file that <see cref="VideoRunOptions.Crops"/> wrote of it; null where there is none.</summary>
    public string? CropFile { get; internal set; }

    internal bool IsDetailed => _step < int.MaxValue;

    internal void Look(double score, Func<BgrImage> picture)
    {
        if (IsDetailed && (Picture is null || score > _pictureScore))
        {
            (Picture, _pictureScore) = (picture(), score);
        }
    }

    internal void See(Detection seen, TimeSpan at, double? metres, double? speed)
    {
        Label = seen.Label;
        LastSeen = at;
        LastBox = seen.Box;
        Frames++;
        if (seen.Score > BestScore)
        {
            (BestScore, BestSeen) = (seen.Score, at);
        }

        NearestMetres = metres is { } distance ? Math.Min(distance, NearestMetres ?? distance) : NearestMetres;
        if (speed is { } one)
        {
            _speeds += one;
            _speedCount++;
            MostSpeed = Math.Max(MostSpeed ?? 0, one);
        }

        Go(RealBox.From(seen.Box).Foot);
    }

    internal void Cross(string line, bool isIn)
    {
        (int In, int Out) counts = _crossings.GetValueOrDefault(line);
        _crossings[line] = (counts.In + (isIn ? 1 : 0), counts.Out + (isIn ? 0 : 1));
    }

    internal void Enter(string zone)
    {
        (int entered, TimeSpan dwell) = _zones.GetValueOrDefault(zone);
        _zones[zone] = (entered + 1, dwell);
    }

    internal void Stay(string zone, TimeSpan time)
    {
        (int entered, TimeSpan dwell) = _zones.GetValueOrDefault(zone);
        _zones[zone] = (entered, dwell + time);
    }

    /// <summary>Forgets what takes room.</summary>
    internal void Shrink()
    {
        _path.Clear();
        _path.TrimExcess();
        _step = int.MaxValue;
        Picture = null;
    }

    private void Go(Point place)
    {
        if (!IsDetailed || (_path.Count > 0 && ++_skipped < _step))
        {
            return;
        }

        _skipped = 0;
        if (_path.Count == MostPlaces)
        {
            for (int i = 1; i < MostPlaces / 2; i++)
            {
                _path[i] = _path[2 * i];
            }

            _path.RemoveRange(MostPlaces / 2, MostPlaces / 2);
            _step *= 2;
        }

        _path.Add(place);
    }
}
