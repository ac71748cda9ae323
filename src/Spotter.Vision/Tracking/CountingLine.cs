namespace Spotter.Vision.Tracking;

/// <summary>
/// A directed line, straight or of several legs, that counts who crosses it: in from its left to its right as seen
/// along its direction, out the other way. On a line that is drawn from left to right, what moves down the picture
/// comes in.
/// </summary>
/// <remarks>
/// Only where a track was seen counts, never where it is expected. Between two such places it went straight, however
/// far they are apart. A crossing counts once the object is beyond the line by <see
/// cref="CountingOptions.Hysteresis"/>, or by more where its boxes tremble more, after it was clear of it as much on
/// the other side; so one that trembles on the line does not count. One that goes round an end does not count, nor one
/// that is first seen nearer to the line than that, until it has been clear of it. A foot that is hidden is held from
/// the top edge and the height that is remembered.
/// </remarks>
public sealed class CountingLine : ITrackMonitor
{
    // The whole pixels of boxes would meet the corners of a line exactly; moved by this much, no corner is met, and
    // each path crosses one leg or the other.
    private static readonly Point AsideOfPixels = new(1.3e-5, 2.9e-5);

    private readonly CountingOptions _options;
    private readonly Point[] _points;
    private readonly Point[] _legs;
    private readonly IdentityMemory<Passage> _memory;
    private readonly Dictionary<string, (int In, int Out)> _byLabel = new(StringComparer.Ordinal);

    /// <summary>Places a straight line.</summary>
    /// <param name="name">The name that its events carry.</param>
    /// <param name="start">Where it starts, in pixels.</param>
    /// <param name="end">Where it ends, in pixels; not where it starts.</param>
    /// <param name="options">Settings; null takes <see cref="CountingOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The ends are one point, or a coordinate is no finite number.</exception>
    public CountingLine(string name, Point start, Point end, CountingOptions? options = null)
        : this(name, [start, end], options) { }

    /// <summary>Places a line of one leg or several.</summary>
    /// <param name="name">The name that its events carry.</param>
    /// <param name="points">Two points or more, in pixels, from its start to its end; copied.</param>
    /// <param name="options">Settings; null takes <see cref="CountingOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two points, two in a row are the same, or a coordinate is no finite number.
    /// </exception>
    public CountingLine(string name, IReadOnlyList<Point> points, CountingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(points);
        Name = name;
        _options = options ?? CountingOptions.Default;
        _memory = new IdentityMemory<Passage>(_options);
        _points = [.. points];
        if (
            _points.Length < 2
            || !Array.TrueForAll(_points, static point => point.IsFinite)
            || _points.Zip(_points.Skip(1)).Any(static leg => leg.First == leg.Second)
        )
        {
            throw new ArgumentException(
                $"line '{name}' must run between two different points, got {string.Join(" and ", _points)}",
                nameof(points)
            );
        }

        _legs = Array.ConvertAll(_points, static point => new Point(
            point.X + AsideOfPixels.X,
            point.Y + AsideOfPixels.Y
        ));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where the line starts, in pixels.</summary>
    public Point Start => _points[0];

    /// <summary>Where the line ends, in pixels.</summary>
    public Point End => _points[^1];

    /// <summary>Its points from start to end, in pixels; two of a straight line.</summary>
    public IReadOnlyList<Point> Points => _points;

    /// <summary>Crossings from left to right so far.</summary>
    public int In { get; private set; }

    /// <summary>Crossings from right to left so far.</summary>
    public int Out { get; private set; }

    /// <summary>The labels that have crossed so far, in ordinal order.</summary>
    public IReadOnlyList<string> Labels => [.. _byLabel.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Crossings of one label so far.</summary>
    public (int In, int Out) CountOf(string label) => _byLabel.GetValueOrDefault(label);

    /// <inheritdoc/>
    public IReadOnlyList<TrackEvent> Update(IReadOnlyList<Track> tracked, TimeSpan timestamp, long frameIndex)
    {
        ArgumentNullException.ThrowIfNull(tracked);
        List<TrackEvent>? events = null;
        foreach (IdentityMemory<Passage>.Sighting seen in _memory.SightingsOf(tracked, timestamp))
        {
            if (Crosses(seen.Known, seen.Found, seen.At) is { } crossed)
            {
                string label = seen.Known.Label;
                Count(label, crossed);
                (events ??= []).Add(new TrackEvent(seen.Id, label, crossed, timestamp, frameIndex, Name));
            }
        }

        _memory.Expire(timestamp);
        return events ?? (IReadOnlyList<TrackEvent>)[];
    }

    private TrackEventKind? Crosses(IdentityMemory<Passage>.Known known, in RealBox found, TimeSpan at)
    {
        SeenBody body = known.Body;
        ref Passage passage = ref known.State;
        Point last = body.Place;
        bool isFirst = body.Sightings == 0;
        body.See(found, at);
        double distance = DistanceTo(body.Place) / body.Size;
        int crossed = isFirst || body.IsRevealed ? 0 : CrossingsOf(last, body.Place);
        if (isFirst || body.IsRevealed)
        {
            passage = default;
        }

        // Clear for sure is what two sightings in a row say, or one that says it loudly.
        double before = crossed == 0 ? passage.Distance : 0;
        double clear = Math.Max(Math.Min(before, distance), distance - CountingOptions.LoudDeviations * body.Deviation);
        passage.Distance = distance;
        passage.Over += crossed;
        double margin = _options.MarginOf(body);
        if (passage.Over == 0)
        {
            passage.Clear = Math.Max(passage.Clear, clear);
            return null;
        }

        if (clear < margin)
        {
            return null;
        }

        TrackEventKind? kind =
            passage.Clear < margin ? null
            : passage.Over > 0 ? TrackEventKind.LineIn
            : TrackEventKind.LineOut;

        // On which side it is counted, there it is for sure.
        passage.Over = 0;
        passage.Clear = kind is null ? clear : double.PositiveInfinity;
        return kind;
    }

    /// <summary>How often the way between two places goes over the line, from left to right less the other
    /// way.</summary>
    private int CrossingsOf(Point from, Point to)
    {
        int crossings = 0;
        for (int i = 1; i < _legs.Length; i++)
        {
            bool wasRight = _legs[i - 1].Cross(_legs[i], from) > 0;
            bool isRight = _legs[i - 1].Cross(_legs[i], to) > 0;
            if (wasRight != isRight && from.Cross(to, _legs[i - 1]) > 0 != from.Cross(to, _legs[i]) > 0)
            {
                crossings += isRight ? 1 : -1;
            }
        }

        return crossings;
    }

    private double DistanceTo(Point place)
    {
        double nearest = double.PositiveInfinity;
        for (int i = 1; i < _legs.Length; i++)
        {
            nearest = Math.Min(nearest, place.DistanceTo(_legs[i - 1], _legs[i]));
        }

        return nearest;
    }

    private void Count(string label, TrackEventKind kind)
    {
        int isIn = kind == TrackEventKind.LineIn ? 1 : 0;
        In += isIn;
        Out += 1 - isIn;
        (int In, int Out) counts = _byLabel.GetValueOrDefault(label);
        _byLabel[label] = (counts.In + isIn, counts.Out + 1 - isIn);
    }

    /// <summary>How far an identity has come. Distances are in box sizes.</summary>
    private struct Passage
    {
        /// <summary>How far from the line it was last.</summary>
        public double Distance;

        /// <summary>How far from the line it was for sure on the side that it comes from.</summary>
        public double Clear;

        /// <summary>How often it went over since, from left to right less the other way.</summary>
        public int Over;
    }
}
