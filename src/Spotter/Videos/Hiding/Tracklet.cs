using Spotter.Vision;

namespace Spotter.Videos.Hiding;

/// <summary>
/// Where a detector saw one thing, frame by frame, and from that the area in which it may have been in frames in which
/// it was not seen: between two sightings, before the first and after the last.
/// </summary>
/// <remarks>
/// It errs on the large side: what is hidden without need costs a little of the picture, what is not hidden is seen.
/// All areas are hulls of whole ways, so that they hold whatever the thing's speed was on the way.
/// </remarks>
internal sealed class Tracklet
{
    /// <summary>
    /// A face that turns to the camera is known to people before a detector knows it; shorter than a glance of theirs.
    /// </summary>
    public static readonly TimeSpan Before = TimeSpan.FromSeconds(0.4);

    /// <summary>How long it stays hidden after it was seen last: as long as a person turns away or stoops.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(1.5);

    /// <summary>How long for what comes in or goes out slowly at the picture's edge, half of it seen.</summary>
    public static readonly TimeSpan AtEdge = TimeSpan.FromSeconds(4);

    /// <summary>In videos of few frames a second, times say too little: so many frames at least.</summary>
    public const int Frames = 10;

    // Over so many sightings a speed is steady. A single step says more of a thing that turns, and less of far frames.
    private const int SteadySteps = 8;
    private const int SuddenSteps = 4;

    // More than any number of frames that is held, and the steady steps before.
    private const int MostSightings = HeldFrames.MostHeld + SteadySteps + 2;

    private readonly List<Sighting> _sightings = [];
    private readonly Box _picture;

    public Tracklet(Sighting first, Box picture)
    {
        _picture = picture;
        _sightings.Add(first);
    }

    public Sighting Last => _sightings[^1];

    public void Add(Sighting sighting)
    {
        _sightings.Add(sighting);
        if (_sightings.Count > MostSightings)
        {
            _sightings.RemoveAt(0);
        }
    }

    /// <summary>Pixels a frame in its last step.</summary>
    public double Speed
    {
        get
        {
            Motion motion = _sightings.Count < 2 ? default : Step(_sightings[^2], Last);
            return Math.Sqrt((motion.X * motion.X) + (motion.Y * motion.Y));
        }
    }

    /// <summary>
    /// Where it would be in a frame if it went on as in its last step; the last box itself says where if it stopped.
    /// </summary>
    public Box Expected(long number) =>
        _sightings.Count < 2 ? Last.Box : Moved(Last.Box, Step(_sightings[^2], Last), number - Last.Number);

    /// <summary>Whether it is of no use any more for this frame and all that follow.</summary>
    public bool IsOver(long number, TimeSpan time) => number - Last.Number > Frames && Since(time, Last) > AtEdge;

    /// <summary>The area to hide in a frame; null where it was seen there itself, or is taken to be gone.</summary>
    public Box? AreaIn(long number, TimeSpan time)
    {
        int next = _sightings.FindIndex(sighting => sighting.Number >= number);
        return next switch
        {
            < 0 => AreaAfter(number, time),
            0 when _sightings[0].Number > number => AreaBefore(number, time),
            > 0 when _sightings[next].Number > number => AreaBetween(next),
            _ => null,
        };
    }

    /// <summary>All of the way between two sightings, and as far as it can have swung out on it.</summary>
    private Box AreaBetween(int next)
    {
        (Sighting from, Sighting to) = (_sightings[next - 1], _sightings[next]);
        double half = (to.Number - from.Number) / 2.0;
        Box area = Hull(from.Box, to.Box);
        if (next >= 2)
        {
            area = Hull(area, Moved(from.Box, Step(_sightings[next - 2], from), half));
        }

        return next + 1 < _sightings.Count ? Hull(area, Moved(to.Box, Step(_sightings[next + 1], to), half)) : area;
    }

    private Box? AreaBefore(long number, TimeSpan time)
    {
        Sighting first = _sightings[0];
        int steady = Math.Min(SteadySteps, _sightings.Count - 1);
        Motion motion = Step(_sightings[steady], first);
        bool isNear = first.Number - number <= Frames || Since(time, first) <= Before;
        return isNear || (Since(time, first) <= AtEdge && LeavesPicture(first.Box, motion))
            ? Way(
                first,
                motion,
                steady > 0 ? Step(_sightings[1], first) : default,
                Fastest(0, SuddenSteps),
                number,
                time
            )
            : null;
    }

    private Box? AreaAfter(long number, TimeSpan time)
    {
        int steady = Math.Max(0, _sightings.Count - 1 - SteadySteps);
        Motion motion = Step(_sightings[steady], Last);
        bool isNear = number - Last.Number <= Frames || Since(time, Last) <= After;
        return isNear || (Since(time, Last) <= AtEdge && LeavesPicture(Last.Box, motion))
            ? Way(
                Last,
                motion,
                _sightings.Count > 1 ? Step(_sightings[^2], Last) : default,
                Fastest(_sightings.Count - 1 - SuddenSteps, _sightings.Count - 1),
                number,
                time
            )
            : null;
    }

    /// <summary>
    /// From a sighting on in a direction, at the same speed a frame or a second, whichever leads farther.
    /// </summary>
    private static Box Way(Sighting from, Motion steady, Motion sudden, Motion fastest, long number, TimeSpan time)
    {
        double frames = Math.Abs(number - from.Number);
        double perTime =
            steady.Seconds > 0 ? Math.Abs((time - from.Time).TotalSeconds) / steady.Seconds * steady.Frames : frames;
        Box way = Hull(
            Hull(from.Box, Moved(from.Box, steady, Math.Max(frames, perTime))),
            Moved(from.Box, sudden, Math.Min(frames, Frames))
        );

        // It may have turned at once: the faster it was, the farther it may be on every side.
        int x = (int)Math.Min(from.Box.Width / 2.0, fastest.X * frames);
        int y = (int)Math.Min(from.Box.Height / 2.0, fastest.Y * frames);
        return new Box(way.X - x, way.Y - y, way.Width + (2 * x), way.Height + (2 * y));
    }

    /// <summary>The longest steps of those between some sightings, whichever their directions.</summary>
    private Motion Fastest(int from, int to)
    {
        Motion fastest = default;
        for (int i = Math.Max(0, from); i < Math.Min(to, _sightings.Count - 1); i++)
        {
            Motion step = Step(_sightings[i], _sightings[i + 1]);
            fastest = fastest with
            {
                X = Math.Max(fastest.X, Math.Abs(step.X)),
                Y = Math.Max(fastest.Y, Math.Abs(step.Y)),
            };
        }

        return fastest;
    }

    /// <summary>Whether it is about to leave the picture: it reaches the edge, or nearly, and moves there.</summary>
    private bool LeavesPicture(Box box, Motion motion)
    {
        (double reachX, double reachY) = (box.Width / 2.0, box.Height / 2.0);
        return (motion.X < 0 && box.X - _picture.X < reachX)
            || (motion.X > 0 && _picture.Right - box.Right < reachX)
            || (motion.Y < 0 && box.Y - _picture.Y < reachY)
            || (motion.Y > 0 && _picture.Bottom - box.Bottom < reachY);
    }

    /// <summary>
    /// How it moves from one sighting to another, a frame. Where the picture's edge cuts it off, only its other edge
    /// moves.
    /// </summary>
    private Motion Step(Sighting from, Sighting to)
    {
        double frames = Math.Abs(to.Number - from.Number);
        return frames == 0
            ? default
            : new Motion(
                EdgeStep(from.Box.X, from.Box.Right, to.Box.X, to.Box.Right, _picture.X, _picture.Right) / frames,
                EdgeStep(from.Box.Y, from.Box.Bottom, to.Box.Y, to.Box.Bottom, _picture.Y, _picture.Bottom) / frames,
                frames,
                Math.Abs((to.Time - from.Time).TotalSeconds)
            );
    }

    private static double EdgeStep(int startFrom, int endFrom, int startTo, int endTo, int low, int high)
    {
        const int Touch = 1;
        bool isCutLow = startFrom <= low + Touch || startTo <= low + Touch;
        bool isCutHigh = endFrom >= high - Touch || endTo >= high - Touch;
        return (isCutLow, isCutHigh) switch
        {
            (true, false) => endTo - endFrom,
            (false, true) => startTo - startFrom,
            _ => (endTo - endFrom + startTo - startFrom) / 2.0,
        };
    }

    private static Box Moved(Box box, Motion motion, double frames) =>
        box.Offset(Pixels(motion.X * frames), Pixels(motion.Y * frames));

    // A clock may start again in the middle of a video: whatever was long before is then as far as what comes long
    // after.
    private static TimeSpan Since(TimeSpan time, Sighting sighting) => (time - sighting.Time).Duration();

    // Farther than any picture is far enough.
    private static int Pixels(double way) => (int)Math.Round(Math.Clamp(way, -1_000_000, 1_000_000));

    private static Box Hull(Box a, Box b)
    {
        (int left, int top) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new Box(left, top, Math.Max(a.Right, b.Right) - left, Math.Max(a.Bottom, b.Bottom) - top);
    }

    /// <summary>Pixels a frame, and how many frames and seconds it was measured over.</summary>
    private readonly record struct Motion(double X, double Y, double Frames, double Seconds);
}

/// <summary>Something in a frame.</summary>
/// <param name="Number">The frame's place among those that are shown.</param>
/// <param name="Time">The frame's time.</param>
/// <param name="Box">Where it was.</param>
internal readonly record struct Sighting(long Number, TimeSpan Time, Box Box);
