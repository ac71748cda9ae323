namespace Spotter.Vision.Tracking;

/// <summary>What is known of each identity, until it has not been seen for some time.</summary>
internal sealed class IdentityMemory<T>(CountingOptions options)
    where T : struct
{
    // How much boxes tremble is the detector's, so that of a newcomer it is known from others.
    private const double UsualMemory = 100;

    // So many frames a newcomer may take to be believed, who was there before.
    private const int Grace = 5;

    private readonly Dictionary<int, Known> _known = [];
    private readonly List<(int Id, Known Known)> _expired = [];
    private Tremble _usual = Tremble.Usual;

    /// <summary>
    /// Where those who were found in a frame were seen: a newcomer first where it was before it was believed, and all
    /// of them now.
    /// </summary>
    /// <param name="tracked">All tracks of the frame; without an identity, or not found, they are left out.</param>
    /// <param name="now">Time of the frame.</param>
    public IEnumerable<Sighting> SightingsOf(IReadOnlyList<Track> tracked, TimeSpan now)
    {
        for (int i = 0; i < tracked.Count; i++)
        {
            Track track = tracked[i];
            if (track is not { Id: { } id, Found: { } found })
            {
                continue;
            }

            Known known = Meet(track, tracked, now);
            foreach (TrackPoint earlier in track.Earlier)
            {
                yield return new Sighting(id, known, earlier.Found, earlier.Timestamp);
            }

            yield return new Sighting(id, known, found, now);
        }
    }

    /// <summary>
    /// What is known of an identity that is seen now. A newcomer who is seen first where somebody else was lost, alike
    /// and not seen since, is the same: a tracker that misses somebody for longer than it remembers gives another
    /// number.
    /// </summary>
    /// <param name="track">Whom.</param>
    /// <param name="tracked">All tracks of the frame.</param>
    /// <param name="now">Time of the frame.</param>
    private Known Meet(in Track track, IReadOnlyList<Track> tracked, TimeSpan now)
    {
        int id = track.Id!.Value;
        if (!_known.TryGetValue(id, out Known? known))
        {
            known = new Known(new SeenBody(options, _usual));
            if (LostBefore(track, tracked, now) is { } lost)
            {
                _known.Remove(lost, out known!);
                known.FormerId = lost;
            }

            _known.Add(id, known);
        }

        if (known.Body.IsKnown)
        {
            _usual = _usual.Toward(known.Body.Tremble, 1 / UsualMemory);
        }

        known.Label = track.Label;
        known.LastSeen = now;
        known.Overdue = 0;
        return known;
    }

    public Known? Find(int id) => _known.GetValueOrDefault(id);

    /// <summary>
    /// Forgets who has not been seen for longer than <see cref="CountingOptions.Absence"/>, or was seen in a future
    /// that a restarted clock no longer knows; lowest identity first. After a gap in time those who were there before
    /// have a few frames to be found again.
    /// </summary>
    public IReadOnlyList<(int Id, Known Known)> Expire(TimeSpan now)
    {
        _expired.Clear();
        foreach ((int id, Known known) in _known)
        {
            bool isOver = known.LastSeen > now + options.Absence;
            known.Overdue += now - known.LastSeen > options.Absence ? 1 : 0;
            if (isOver || known.Overdue > Grace)
            {
                _expired.Add((id, known));
            }
        }

        _expired.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        foreach ((int id, _) in _expired)
        {
            _known.Remove(id);
        }

        return _expired;
    }

    private int? LostBefore(in Track track, IReadOnlyList<Track> tracked, TimeSpan now)
    {
        (TimeSpan at, RealBox first) = track.Earlier is [var earliest, ..]
            ? (earliest.Timestamp, earliest.Found)
            : (now, track.Found!.Value);
        int? nearest = null;
        double least = double.PositiveInfinity;
        foreach ((int id, Known known) in _known)
        {
            if (
                known.LastSeen < at
                && string.Equals(known.Label, track.Label, StringComparison.Ordinal)
                && known.Body.DistanceAgain(first, at) is { } distance
                && distance < least
                && !tracked.Any(other => other.Id == id && other.IsSeen)
            )
            {
                (nearest, least) = (id, distance);
            }
        }

        return nearest;
    }

    /// <summary>Somebody who was found.</summary>
    /// <param name="Id">Who.</param>
    /// <param name="Known">What is known of it.</param>
    /// <param name="Found">The box that a detector found, in pixels.</param>
    /// <param name="At">When.</param>
    internal readonly record struct Sighting(int Id, Known Known, RealBox Found, TimeSpan At);

    /// <summary>What is known of one.</summary>
    internal sealed class Known(SeenBody body)
    {
        public T State;

        public SeenBody Body { get; } = body;

        public string Label { get; set; } = "";

        public TimeSpan LastSeen { get; set; }

        /// <summary>For how many frames it has been away for too long.</summary>
        public int Overdue { get; set; }

        /// <summary>The number that it had before it was lost; null where it always had this one.</summary>
        public int? FormerId { get; set; }
    }
}
