namespace Spotter.Vision.Tracking;

/// <summary>
/// A directed line segment that counts who crosses it: in from its left to its right as seen along its direction,
/// out the other way. On a line that is drawn from left to right, what moves down the picture comes in.
/// </summary>
/// <remarks>
/// A crossing counts once the object is beyond the line by <see cref="CountingOptions.Hysteresis"/>, so one that
/// trembles on the line counts once. One that goes round an end does not count, nor one that is first seen nearer
/// to the line than that, until it has been clear of it.
/// </remarks>
public sealed class CountingLine : ITrackMonitor
{
    private readonly CountingOptions _options;
    private readonly double _length;
    private readonly IdentityMemory<Passage> _memory = new();
    private readonly Dictionary<string, (int In, int Out)> _byLabel = new(StringComparer.Ordinal);

    /// <summary>Places a line.</summary>
    /// <param name="name">The name that its events carry.</param>
    /// <param name="start">Where the segment starts, in pixels.</param>
    /// <param name="end">Where the segment ends, in pixels; not where it starts.</param>
    /// <param name="options">Settings; null takes <see cref="CountingOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The ends are one point, or a coordinate is no finite number.</exception>
    public CountingLine(string name, Point start, Point end, CountingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!start.IsFinite || !end.IsFinite || start == end)
        {
            throw new ArgumentException(
                $"line '{name}' must run between two different points, got {start} and {end}",
                nameof(end)
            );
        }

        Name = name;
        Start = start;
        End = end;
        _options = options ?? CountingOptions.Default;
        _length = start.DistanceTo(end);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where the segment starts, in pixels.</summary>
    public Point Start { get; }

    /// <summary>Where the segment ends, in pixels.</summary>
    public Point End { get; }

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
        for (int i = 0; i < tracked.Count; i++)
        {
            Detection state = tracked[i].Detection;
            if (state.TrackId is int id && Crosses(ref _memory.See(id, timestamp), state.Box) is { } kind)
            {
                Count(state.Label, kind);
                (events ??= []).Add(new TrackEvent(id, state.Label, kind, timestamp, frameIndex, Name));
            }
        }

        _memory.Expire(timestamp, _options.Absence);
        return events ?? (IReadOnlyList<TrackEvent>)[];
    }

    private TrackEventKind? Crosses(ref Passage passage, Box box)
    {
        Point place = _options.AnchorOf(box);
        double distance = Start.Cross(End, place) / _length;
        if (passage.IsKnown && passage.Distance < 0 != distance < 0)
        {
            passage.MetSegment = MeetsSegment(passage, place, distance);
        }

        passage.IsKnown = true;
        passage.Place = place;
        passage.Distance = distance;

        int side = Math.Abs(distance) >= _options.MarginOf(box) ? Math.Sign(distance) : 0;
        if (side == 0 || side == passage.Side)
        {
            return null;
        }

        bool cameOver = passage.Side != 0 && passage.MetSegment;
        passage.Side = side;
        return !cameOver ? null
            : side > 0 ? TrackEventKind.LineIn
            : TrackEventKind.LineOut;
    }

    /// <summary>
    /// Whether the step from the last place to this one meets the segment, and not only the line through it.
    /// </summary>
    private bool MeetsSegment(in Passage passage, Point place, double distance)
    {
        double part = passage.Distance / (passage.Distance - distance);
        double x = passage.Place.X + part * (place.X - passage.Place.X) - Start.X;
        double y = passage.Place.Y + part * (place.Y - passage.Place.Y) - Start.Y;
        double along = (x * (End.X - Start.X) + y * (End.Y - Start.Y)) / (_length * _length);
        return along is >= 0 and <= 1;
    }

    private void Count(string label, TrackEventKind kind)
    {
        int isIn = kind == TrackEventKind.LineIn ? 1 : 0;
        In += isIn;
        Out += 1 - isIn;
        (int In, int Out) counts = _byLabel.GetValueOrDefault(label);
        _byLabel[label] = (counts.In + isIn, counts.Out + 1 - isIn);
    }

    /// <summary>How far an identity has come.</summary>
    private struct Passage
    {
        /// <summary>False before the first sight.</summary>
        public bool IsKnown;

        /// <summary>Where it was last.</summary>
        public Point Place;

        /// <summary>How far right of the line it was last, in pixels; below 0 left of it.</summary>
        public double Distance;

        /// <summary>The side on which it last was for sure: 1 right, -1 left, 0 not known yet.</summary>
        public int Side;

        /// <summary>Whether it met the segment when it last went over the line.</summary>
        public bool MetSegment;
    }
}
