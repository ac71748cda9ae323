using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// Keeps of a run through a video who was there: when and where, what they crossed and entered, how fast and how near
/// they were, where they went. Give one to <see cref="VideoRunOptions.Journal"/>.
/// </summary>
/// <remarks>
/// An identity takes about half a kilobyte; the 600 that were seen longest keep their ways and pictures too, about 15
/// kilobytes each. A run writes from several threads; read it when the run is over.
/// </remarks>
/// <param name="keepsPictures">
/// Whether small pictures of the tracks and of the scene are kept; a run keeps none where it hides what it finds.
/// </param>
public sealed class TrackJournal(bool keepsPictures = false)
{
    private const int PictureHeight = 96;
    private const int SceneWidth = 960;
    private const int MostDetailed = 600;
    private const int ShrunkAtOnce = 100;
    private const int MapWidth = 160;

    // A way that was not seen for longer than this is no way.
    private static readonly TimeSpan MostGap = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, TrackRecord> _tracks = [];
    private float[] _map = [];
    private int _detailed;

    /// <summary>The video, as it is named in messages.</summary>
    public string File { get; private set; } = "";

    /// <summary>Every identity, lowest first.</summary>
    public IReadOnlyCollection<TrackRecord> Tracks => _tracks.Values;

    /// <summary>What happened at lines, in zones and too near, over time.</summary>
    public EventTimes Events { get; } = new();

    /// <summary>The lines and zones, as they are at the end.</summary>
    public IReadOnlyList<ITrackMonitor> Monitors { get; private set; } = [];

    /// <summary>Time of the first frame.</summary>
    public TimeSpan Start { get; private set; }

    /// <summary>Time of the last frame.</summary>
    public TimeSpan End { get; private set; }

    /// <summary>How many frames there were.</summary>
    public long Frames { get; private set; }

    /// <summary>Pixels a row of the frames.</summary>
    public int Width { get; private set; }

    /// <summary>Rows of the frames.</summary>
    public int Height { get; private set; }

    /// <summary>The first frame, made smaller; null where no pictures are kept.</summary>
    public BgrImage? Scene { get; private set; }

    /// <summary>
    /// How many seconds lower edges of tracks were in each cell of the picture, row after row,
    /// <see cref="MapColumns"/> a row.
    /// </summary>
    public IReadOnlyList<float> Map => _map;

    /// <summary>Cells a row of <see cref="Map"/>.</summary>
    public int MapColumns { get; private set; }

    internal bool KeepsPictures => keepsPictures;

    /// <summary>Takes in the results of a frame.</summary>
    internal void Write(FrameResult result, DistanceScale? distance)
    {
        lock (_lock)
        {
            TimeSpan before = Frames == 0 ? result.Timestamp : End;
            Begin(result);
            foreach (Track track in result.Tracks)
            {
                if (track is not { Id: { } id, IsSeen: true })
                {
                    continue;
                }

                Detection seen = track.Detection;
                TrackRecord record = RecordOf(id, seen, result.Timestamp);
                record.See(seen, result.Timestamp, distance?.MetresTo(seen, result.Width), result.SpeedOf(seen));
                Warm(seen.Box, result.Timestamp - before);
            }

            foreach (TrackEvent happened in result.Events)
            {
                Note(happened);
            }
        }
    }

    /// <summary>Looks at a frame before it is drawn on, after its results were written.</summary>
    internal void Look(FrameResult result, BgrImage frame)
    {
        lock (_lock)
        {
            Scene ??= Small(frame, SceneWidth, int.MaxValue);
            foreach (Detection seen in result.Detections)
            {
                if (seen is { TrackId: { } id, IsPredicted: false } && _tracks.TryGetValue(id, out TrackRecord? record))
                {
                    record.Look(seen.Score, () => Small(frame.Crop(seen.Box), PictureHeight, PictureHeight));
                }
            }
        }
    }

    internal void NoteCrop(int id, string path)
    {
        lock (_lock)
        {
            if (_tracks.TryGetValue(id, out TrackRecord? record))
            {
                record.CropFile = path;
            }
        }
    }

    /// <summary>The run is over: who is still in a zone has been there until now.</summary>
    internal void Complete(IReadOnlyList<ITrackMonitor> monitors)
    {
        lock (_lock)
        {
            Monitors = monitors;
            foreach (Zone zone in monitors.OfType<Zone>())
            {
                foreach (int id in zone.Occupants)
                {
                    if (_tracks.TryGetValue(id, out TrackRecord? record) && zone.DwellOf(id, End) is { } dwell)
                    {
                        record.Stay(zone.Name, dwell - (End - record.LastSeen));
                    }
                }
            }
        }
    }

    private void Begin(FrameResult result)
    {
        if (Frames++ == 0)
        {
            File = result.File;
            Start = result.Timestamp;
            (Width, Height) = (result.Width, result.Height);
            MapColumns = Math.Min(MapWidth, Width);
            _map = new float[MapColumns * Math.Max(1, MapColumns * Height / Width)];
        }

        End = result.Timestamp;
    }

    private TrackRecord RecordOf(int id, in Detection seen, TimeSpan now)
    {
        if (_tracks.TryGetValue(id, out TrackRecord? record))
        {
            return record;
        }

        if (_detailed == MostDetailed)
        {
            foreach (
                TrackRecord ended in _tracks
                    .Values.Where(one => one.IsDetailed && now - one.LastSeen > MostGap)
                    .OrderBy(static one => one.Frames)
                    .Take(ShrunkAtOnce)
            )
            {
                ended.Shrink();
                _detailed--;
            }
        }

        _detailed++;
        record = new TrackRecord(id, seen, now);
        _tracks.Add(id, record);
        return record;
    }

    private void Note(in TrackEvent happened)
    {
        Events.Add(happened);
        if (!_tracks.TryGetValue(happened.TrackId, out TrackRecord? record))
        {
            return;
        }

        switch (happened.Kind)
        {
            case TrackEventKind.LineIn or TrackEventKind.LineOut:
                record.Cross(happened.Name, happened.Kind == TrackEventKind.LineIn);
                break;
            case TrackEventKind.ZoneEnter:
                record.Enter(happened.Name);
                break;
            case TrackEventKind.ZoneLeave:
                record.Stay(happened.Name, happened.Dwell ?? TimeSpan.Zero);
                break;
            case TrackEventKind.TooClose:
                record.TooClose++;
                break;
        }
    }

    private void Warm(Box box, TimeSpan time)
    {
        int rows = _map.Length / MapColumns;
        Point foot = RealBox.From(box).Foot;
        int column = (int)Math.Clamp(foot.X * MapColumns / Width, 0, MapColumns - 1);
        int row = (int)Math.Clamp(foot.Y * rows / Height, 0, rows - 1);
        _map[(row * MapColumns) + column] += (float)Math.Clamp(time.TotalSeconds, 0, MostGap.TotalSeconds);
    }

    private static BgrImage Small(BgrImage picture, int width, int height)
    {
        double scale = Math.Min(1, Math.Min((double)width / picture.Width, (double)height / picture.Height));
        return picture.Resize(Math.Max(1, (int)(scale * picture.Width)), Math.Max(1, (int)(scale * picture.Height)));
    }
}
