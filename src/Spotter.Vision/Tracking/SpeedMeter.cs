namespace Spotter.Vision.Tracking;

/// <summary>
/// How fast tracks move over the ground, by where their feet or wheels were seen over the last second or so. A foot
/// that is hidden is held from the top edge, as <see cref="CountingLine"/> does.
/// </summary>
/// <param name="ground">Where on the ground a place of the picture is.</param>
/// <param name="options">Settings; null takes <see cref="CountingOptions.Default"/>.</param>
public sealed class SpeedMeter(GroundPlane ground, CountingOptions? options = null)
{
    private const double CourseSeconds = 0.7;
    private const double LeastSeconds = 0.5;
    private const double KilometresAnHour = 3.6;

    private readonly GroundPlane _ground = ground ?? throw new ArgumentNullException(nameof(ground));
    private readonly IdentityMemory<Motion> _memory = new(options ?? CountingOptions.Default);

    /// <summary>Takes in the tracks of a frame.</summary>
    /// <param name="tracked">The answer of <see cref="Tracker"/>; tracks without an identity are ignored.</param>
    /// <param name="timestamp">Time of the frame.</param>
    public void Update(IReadOnlyList<Track> tracked, TimeSpan timestamp)
    {
        ArgumentNullException.ThrowIfNull(tracked);
        foreach (IdentityMemory<Motion>.Sighting seen in _memory.SightingsOf(tracked, timestamp))
        {
            Add(seen.Known, seen.Found, seen.At);
        }

        _memory.Expire(timestamp);
    }

    /// <summary>The speed of an identity.</summary>
    /// <param name="trackId">Whose.</param>
    /// <returns>Kilometres an hour; null for one who was seen for less than half a second, or is gone.</returns>
    public double? SpeedOf(int trackId) =>
        _memory.Find(trackId)?.State is { } motion && motion.Seconds >= LeastSeconds
            ? KilometresAnHour * double.Hypot(motion.X.Speed, motion.Y.Speed)
            : null;

    private void Add(IdentityMemory<Motion>.Known known, in RealBox found, TimeSpan at)
    {
        known.Body.See(found, at);
        ref Motion motion = ref known.State;
        if (_ground.ToMetres(known.Body.Place) is not { } place)
        {
            return;
        }

        if (motion.Last is not { } last || known.Body.IsRevealed)
        {
            motion = new Motion { X = new Course(CourseSeconds), Y = new Course(CourseSeconds) };
        }
        else
        {
            double seconds = Math.Max(1e-3, (at - last).TotalSeconds);
            motion.X.Wait(seconds);
            motion.Y.Wait(seconds);
            motion.Seconds += seconds;
        }

        motion.X.Add(place.X);
        motion.Y.Add(place.Y);
        motion.Last = at;
    }

    /// <summary>Where one went over the ground, in metres.</summary>
    private struct Motion
    {
        public Course X;
        public Course Y;
        public TimeSpan? Last;
        public double Seconds;
    }
}
