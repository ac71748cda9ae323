namespace Spotter.Vision.Tracking;

/// <summary>A polygon that knows who is in it, and for how long.</summary>
/// <remarks>
/// An object enters when its anchor is inside and leaves when the anchor is outside by
/// <see cref="CountingOptions.Hysteresis"/>, or when it has not been shown for <see cref="CountingOptions.Absence"/>.
/// A polygon that crosses itself has holes where its outline winds round twice (even-odd rule).
/// </remarks>
public sealed class Zone : ITrackMonitor
{
    private readonly CountingOptions _options;
    private readonly Point[] _corners;
    private readonly IdentityMemory<Visit> _memory = new();
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

    /// <summary>How long an identity has been inside without leaving; null for one that is not inside.</summary>
    /// <param name="trackId">The identity.</param>
    /// <param name="now">Time of the frame of now.</param>
    public TimeSpan? DwellOf(int trackId, TimeSpan now) =>
        _memory.Find(trackId) is { IsInside: true } visit ? now - visit.Since : null;

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
        for (int i = 0; i < tracked.Count; i++)
        {
            if (tracked[i].Id is not int id)
            {
                continue;
            }

            ref Visit visit = ref _memory.See(id, timestamp);
            visit.Label = tracked[i].Label;
            bool isInside = IsInside(tracked[i].Detection.Box, visit.IsInside);
            if (isInside && !visit.IsInside)
            {
                visit.Since = timestamp;
                Entered++;
                _occupants.Add(id);
                (events ??= []).Add(
                    new TrackEvent(id, visit.Label, TrackEventKind.ZoneEnter, timestamp, frameIndex, Name)
                );
            }
            else if (!isInside && visit.IsInside)
            {
                (events ??= []).Add(Leave(id, visit, timestamp, timestamp, frameIndex));
            }

            visit.IsInside = isInside;
        }

        foreach ((int id, Visit visit, TimeSpan lastSeen) in _memory.Expire(timestamp, _options.Absence))
        {
            if (visit.IsInside)
            {
                (events ??= []).Add(Leave(id, visit, lastSeen, timestamp, frameIndex));
            }
        }

        return events ?? (IReadOnlyList<TrackEvent>)[];
    }

    private TrackEvent Leave(int id, in Visit visit, TimeSpan lastSeen, TimeSpan timestamp, long frameIndex)
    {
        Left++;
        _occupants.Remove(id);
        return new TrackEvent(
            id,
            visit.Label,
            TrackEventKind.ZoneLeave,
            timestamp,
            frameIndex,
            Name,
            lastSeen - visit.Since
        );
    }

    private bool IsInside(Box box, bool wasInside)
    {
        Point place = _options.AnchorOf(box);
        return Contains(place) || (wasInside && DistanceToOutline(place) < _options.MarginOf(box));
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
        public bool IsInside;
        public TimeSpan Since;
        public string Label;
    }
}
