// Gaps filled between two sights, as ByteTrack does for its benchmarks: Zhang et al., ECCV 2022, section 4.1.

namespace Spotter.Vision.Tracking;

/// <summary>Tracks of a whole video, with what is known of them only once it is over.</summary>
public static class FinishedTracks
{
    // On MOT17, MOT15 and KITTI's cars half a second pays; over longer gaps people turn. Joining tracks that end with
    // those that begin nearby helped two of the three, and harmed one.
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The tracks of each frame again: each from its first sight on, though it was believed later; through gaps of up
    /// to half a second between two sights on a straight way, as predicted ones; and no further than it was seen.
    /// </summary>
    /// <param name="frames">Time and tracks of each frame, as <see cref="Tracker"/> answered, in their order.</param>
    /// <returns>As many lists, each in <see cref="Detection.Order"/>.</returns>
    public static IReadOnlyList<IReadOnlyList<Track>> Of(
        IReadOnlyList<(TimeSpan Timestamp, IReadOnlyList<Track> Tracks)> frames
    )
    {
        ArgumentNullException.ThrowIfNull(frames);
        var finished = new List<Track>[frames.Count];
        var frameAt = new Dictionary<TimeSpan, int>();
        for (int i = 0; i < frames.Count; i++)
        {
            finished[i] = [];
            frameAt[frames[i].Timestamp] = i;
        }

        var last = new Dictionary<int, (int Frame, Track Track)>();
        for (int i = 0; i < frames.Count; i++)
        {
            foreach (Track track in frames[i].Tracks)
            {
                if (!track.IsSeen || track.Id is not int id)
                {
                    continue;
                }

                foreach (TrackPoint point in track.Earlier)
                {
                    if (frameAt.TryGetValue(point.Timestamp, out int frame) && frame < i)
                    {
                        See(frame, At(track, point.Box, isPredicted: false));
                    }
                }

                See(i, track);

                void See(int frame, Track seen)
                {
                    if (last.TryGetValue(id, out (int Frame, Track Track) before))
                    {
                        Fill(before, (frame, seen));
                    }

                    finished[frame].Add(seen);
                    last[id] = (frame, seen);
                }
            }
        }

        foreach (List<Track> tracks in finished)
        {
            tracks.Sort(static (a, b) => Detection.Order.Compare(a.Detection, b.Detection));
        }

        return finished;

        void Fill((int Frame, Track Track) from, (int Frame, Track Track) to)
        {
            TimeSpan gap = frames[to.Frame].Timestamp - frames[from.Frame].Timestamp;
            if (gap <= TimeSpan.Zero || gap > LongestGap)
            {
                return;
            }

            for (int i = from.Frame + 1; i < to.Frame; i++)
            {
                double part = (frames[i].Timestamp - frames[from.Frame].Timestamp) / gap;
                finished[i].Add(At(to.Track, Between(from.Track.Box, to.Track.Box, part), isPredicted: true));
            }
        }
    }

    private static Track At(in Track track, RealBox box, bool isPredicted)
    {
        Detection detection = track.Detection with
        {
            Box = box.Round(),
            IsPredicted = isPredicted,
            Landmarks = null,
            Mask = null,
            Keypoints = null,
        };
        return track with { Box = box, Detection = detection, Shown = detection, Earlier = [] };
    }

    private static RealBox Between(in RealBox a, in RealBox b, double part) =>
        new(
            a.CenterX + part * (b.CenterX - a.CenterX),
            a.CenterY + part * (b.CenterY - a.CenterY),
            a.Width + part * (b.Width - a.Width),
            a.Height + part * (b.Height - a.Height)
        );
}
