namespace Spotter.Vision.Tracking;

/// <summary>A polygon that knows who is in it, and for how long.</summary>
/// <remarks>
/// An object enters when its anchor is inside and leaves when the anchor is outside by
/// <see cref="CountingOptions.Hysteresis"/>, or when it has not been seen for <see cref="CountingOptions.Absence"/>;
/// both later where its boxes tremble. Only where it was seen counts, never where it is expected, and who is found
/// again where he was last seen has not come in a second time, even under another identity.
/// A polygon that crosses itself has holes where its outline winds round twice (even-odd rule).
/// </remarks>
public sealed class Zone : ITrackMonitor
{
    private readonly CountingOptions _options;
    private readonly Point[] _corners;
    private readonly IdentityMemory<Visit> _memory;
    private readonly SortedSet<int> _occupants = [];

    /// <summary>Places a zone.</summary>
    /// <param name="name">The name that its events carry.</param>
    /// <param name="corners">Three corners or more, in pixels, in order round the polygon; copied.</param>
    /// <param name="options">Settings; null takes <see cref="CountingOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than three corners, all lie on one line, or a coordinate is no finite number.
    /// </exception>
    public Zone(string name, IReadOnlyList<Point> corners, CountingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(corners);
        Name = name;
        _options = options ?? CountingOptions.Default;
        _memory = new IdentityMemory<Visit>(_options);
        _corners = [.. corners];
        if (!Array.TrueForAll(_corners, static corner => corner.IsFinite) || !SpansArea(_corners))
        {
            throw new ArgumentException(
                $"zone '{name}' must have three corners or more that are not on one line, got "
                    + $"{string.Join(", ", _corners)}",
                nameof(corners)
            );
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The corners of the polygon, in pixels.</summary>
    public IReadOnlyList<Point> Corners => _corners;

    /// <summary>How many are inside now.</summary>
    public int Occupancy => _occupants.Count;

    /// <summary>Who is inside now, lowest identity first.</summary>
    public IReadOnlyCollection<int> Occupants => _occupants;

    /// <summary>How often someone entered so far.</summary>
    public int Entered { get; private set; }

    /// <summary>How often someone left so far.</summary>
    public int Left { get; private set; }

    /// <summary>How long those who left were inside, altogether.</summary>
    public TimeSpan TotalDwell { get; private set; }

    /// <summary>How long an identity has been inside without leaving; null for one that is not inside.</summary>
    /// <param name="trackId">The identity.</param>
    /// <param name="now">Time of the frame of now.</param>
    public TimeSpan? DwellOf(int trackId, TimeSpan now) =>
        _memory.Find(trackId) is { State.IsInside: true } known ? now - known.State.Since : null;

    /// <summary>Whether a point is inside.</summary>
    public bool Contains(Point point)
    {
        bool inside = false;
        for (int i = 0, j = _corners.Length - 1; i < _corners.Length; j = i++)
        {
            Point a = _corners[i];
            Point b = _corners[j];
            if (a.Y > point.Y != b.Y > point.Y && point.X < a.X + (b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrackEvent> Update(IReadOnlyList<Track> tracked, TimeSpan timestamp, long frameIndex)
    {
        ArgumentNullException.ThrowIfNull(tracked);
        List<TrackEvent>? events = null;
        foreach (IdentityMemory<Visit>.Sighting seen in _memory.SightingsOf(tracked, timestamp))
        {
            (int id, IdentityMemory<Visit>.Known known, RealBox found, TimeSpan at) = seen;
            if (known.FormerId is { } former && _occupants.Remove(former))
            {
                _occupants.Add(id);
            }

            ref Visit visit = ref known.State;
            bool wasInside = visit.IsInside;
            visit.IsInside = IsInside(known, found, at);
            if (visit.IsInside == wasInside)
            {
                continue;
            }

            (events ??= []).Add(
                visit.IsInside
                    ? Enter(id, known, at, timestamp, frameIndex)
                    : Leave(id, known, at, timestamp, frameIndex)
            );
        }

        foreach ((int id, IdentityMemory<Visit>.Known known) in _memory.Expire(timestamp))
        {
            if (known.State.IsInside)
            {
                (events ??= []).Add(Leave(id, known, known.LastSeen, timestamp, frameIndex));
            }
        }

        return events ?? (IReadOnlyList<TrackEvent>)[];
    }

    private TrackEvent Enter(
        int id,
        IdentityMemory<Visit>.Known known,
        TimeSpan at,
        TimeSpan timestamp,
        long frameIndex
    )
    {
        known.State.Since = at;
        Entered++;
        _occupants.Add(id);
        return new TrackEvent(id, known.Label, TrackEventKind.ZoneEnter, timestamp, frameIndex, Name);
    }

    private TrackEvent Leave(
        int id,
        IdentityMemory<Visit>.Known known,
        TimeSpan lastInside,
        TimeSpan timestamp,
        long frameIndex
    )
    {
        TimeSpan dwell = lastInside - known.State.Since;
        Left++;
        TotalDwell += dwell;
        _occupants.Remove(id);
        return new TrackEvent(id, known.Label, TrackEventKind.ZoneLeave, timestamp, frameIndex, Name, dwell);
    }

    private bool IsInside(IdentityMemory<Visit>.Known known, in RealBox box, TimeSpan at)
    {
        SeenBody body = known.Body;
        ref Visit visit = ref known.State;
        body.See(box, at);
        double distance = DistanceToOutline(body.Place) / body.Size;
        bool contains = Contains(body.Place);

        // Who is where he was is there at once; over a border he is for sure when two sightings in a row say so, or one
        // says it loudly.
        double over = contains == visit.IsInside ? 0 : distance;
        double sure = Math.Max(Math.Min(over, visit.Over), over - CountingOptions.LoudDeviations * body.Deviation);
        visit.Over = over;
        if (contains == visit.IsInside)
        {
            return contains;
        }

        return contains == sure >= (contains ? _options.EntryOf(body) : _options.MarginOf(body));
    }

    private double DistanceToOutline(Point place)
    {
        double nearest = double.PositiveInfinity;
        for (int i = 0, j = _corners.Length - 1; i < _corners.Length; j = i++)
        {
            nearest = Math.Min(nearest, place.DistanceTo(_corners[j], _corners[i]));
        }

        return nearest;
    }

    private static bool SpansArea(Point[] corners)
    {
        int second = Array.FindIndex(corners, corner => corner != corners[0]);
        return second > 0 && Array.Exists(corners, corner => corners[0].Cross(corners[second], corner) != 0);
    }

    /// <summary>What an identity does here.</summary>
    private struct Visit
    {
        public double Over;
        public bool IsInside;
        public TimeSpan Since;
    }
}
