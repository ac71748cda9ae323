using Spotter.Vision;

namespace Spotter.Apps.Videos;

/// <summary>
/// Holds frames back for a moment, so that a face is hidden in the frames before the one in which it was first found as well: as
/// it turns to the camera or comes in from the side, people know it before a detector does.
/// </summary>
/// <remarks>What is held is bounded in time, frames and bytes, whatever the length, rate and size of the video.</remarks>
internal sealed class LookBack
{
    private const int MaxHeld = 12;
    private const int MinHeld = 3;

    // Of colour and gray pixels together: 12 frames of 1920x1080, 3 of 3840x2160.
    private const long MaxHeldBytes = 100_000_000;
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(0.4);

    private readonly Queue<FollowedFrame> _held = new();
    private readonly Dictionary<int, Beginning> _beginnings = [];

    /// <summary>Takes a frame, and answers those that have waited long enough.</summary>
    public IEnumerable<FollowedFrame> Pass(FollowedFrame followed)
    {
        Note(followed.Result);
        _held.Enqueue(followed);
        long most = Math.Clamp(MaxHeldBytes / (4L * followed.Frame.Width * followed.Frame.Height), MinHeld, MaxHeld);
        while (_held.Count > most || followed.Result.Timestamp - _held.Peek().Result.Timestamp > Reach)
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

    private void Note(FrameResult result)
    {
        TimeSpan now = result.Timestamp;
        foreach (Detection detection in result.Detections)
        {
            if (detection.TrackId is { } id)
            {
                Beginning? known = _beginnings.GetValueOrDefault(id);
                _beginnings[id] = known is null ? new Beginning(now, detection, now, detection, now)
                    : now - known.Start <= Reach ? known with { Time = now, Latest = detection, Shown = now }
                    : known with { Shown = now };
            }
        }

        // Whoever was away for longer begins anew.
        foreach (int id in _beginnings.Where(entry => now - entry.Value.Shown > Reach).Select(static entry => entry.Key).ToArray())
        {
            _beginnings.Remove(id);
        }
    }

    private FollowedFrame Release()
    {
        FollowedFrame frame = _held.Dequeue();
        TimeSpan time = frame.Result.Timestamp;
        List<Detection> hidden = [.. frame.Raw];
        foreach (Beginning later in _beginnings.Values)
        {
            if (later.Start > time)
            {
                hidden.Add(later.First);
                hidden.Add(later.Before(time));
            }
        }

        return frame with { Raw = hidden };
    }

    /// <summary>How a track began: where it was at first, where it was a moment later, and when it was shown last.</summary>
    private sealed record Beginning(TimeSpan Start, Detection First, TimeSpan Time, Detection Latest, TimeSpan Shown)
    {
        /// <summary>Where it was earlier, if it moved as it did in its first moments.</summary>
        public Detection Before(TimeSpan time)
        {
            if (Time == Start)
            {
                return First;
            }

            double steps = (time - Start) / (Time - Start);
            (Box from, Box to) = (First.Box, Latest.Box);
            return First with { Box = from.Offset((int)Math.Round((to.X - from.X) * steps), (int)Math.Round((to.Y - from.Y) * steps)) };
        }
    }
}
