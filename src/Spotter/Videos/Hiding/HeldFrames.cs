using Spotter.Vision;

namespace Spotter.Videos.Hiding;

/// <summary>
/// Holds frames back for a moment, so that it is known what came after: a face is hidden in the frames before the one
/// in which it was first found, and all of its way through frames in which the detector missed it.
/// </summary>
/// <remarks>What is held is bounded in frames and bytes, whatever the length, rate and size of the video.</remarks>
/// <param name="isLive">What is live must not lag behind by more than a glance.</param>
internal sealed class HeldFrames(bool isLive)
{
    /// <summary>Never more.</summary>
    internal const int MostHeld = 96;

    private const int MostHeldLive = 12;
    private const int LeastHeld = 3;

    // Frames of a file that are held whatever time they take: what comes in at the edge by 5 pixels a frame is found
    // after 30.
    private const int UsuallyHeld = 40;

    // Of colour and gray pixels together: 30 frames of 1920x1080, 7 of 3840x2160.
    private const long MostBytes = 250_000_000;

    private readonly Queue<Held> _held = new();
    private readonly TrackletLinker _linker = new();
    private long _count;

    /// <summary>
    /// Takes a frame, and answers those that have waited long enough, with all that is to be hidden in them.
    /// </summary>
    public IEnumerable<FollowedFrame> Pass(FollowedFrame followed)
    {
        (FrameResult result, long number) = (followed.Result, _count++);
        _linker.Add(followed.Raw, number, result.Timestamp, new Box(0, 0, result.Width, result.Height));
        _held.Enqueue(new Held(followed, number));
        while (IsTooMuch(followed))
        {
            yield return Release();
        }
    }

    /// <summary>The frames that still wait, after the last was taken.</summary>
    public IEnumerable<FollowedFrame> Rest()
    {
        while (_held.Count > 0)
        {
            yield return Release();
        }
    }

    private bool IsTooMuch(FollowedFrame newest)
    {
        long most = MostBytes / Math.Max(1, 4L * newest.Result.Width * newest.Result.Height);
        TimeSpan age = newest.Result.Timestamp - _held.Peek().Frame.Result.Timestamp;
        return isLive
            ? _held.Count > Math.Clamp(most, LeastHeld, MostHeldLive) || age > Tracklet.Before
            : _held.Count > Math.Clamp(most, LeastHeld, MostHeld)
                || (_held.Count > UsuallyHeld && age > Tracklet.After);
    }

    private FollowedFrame Release()
    {
        (FollowedFrame frame, long number) = _held.Dequeue();
        TimeSpan time = frame.Result.Timestamp;
        List<Detection> hidden = [.. frame.Raw];
        foreach (Tracklet tracklet in _linker.Tracklets)
        {
            if (tracklet.AreaIn(number, time) is { } area)
            {
                hidden.Add(new Detection(area, 0, ""));
            }
        }

        _linker.Forget(number, time);
        return frame with { Raw = hidden };
    }

    private readonly record struct Held(FollowedFrame Frame, long Number);
}
