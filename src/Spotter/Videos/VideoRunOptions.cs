using Spotter.Applications;
using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>What a run through a video reads, and where what it finds goes.</summary>
public sealed record VideoRunOptions
{
    /// <summary>
    /// Which part of the video is read; the run chooses <see cref="VideoReadOptions.Pixels"/> itself.
    /// </summary>
    public VideoReadOptions Reading { get; init; } = new();

    /// <summary>
    /// How to search a frame; <see cref="DetectionOptions.Threads"/> is for the whole run, null means one a processor.
    /// </summary>
    public DetectionOptions Detection { get; init; } = DetectionOptions.Default;

    /// <summary>
    /// Every how manieth frame is searched, 1 or more. Between them tracks carry boxes on; without tracking, the frames
    /// between are left out. Where it hides and tracks, every frame is searched all the same.
    /// </summary>
    public int Stride
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Stride),
                        value,
                        $"stride must be 1 or more, got {value}"
                    );
    } = 1;

    /// <summary>Lines and zones; they see tracks only.</summary>
    public IReadOnlyList<ITrackMonitor> Monitors { get; init; } = [];

    /// <summary>
    /// Adds distances to the drawing, and warns: in the picture, and where the run tracks by events
    /// (<see cref="TrackEventKind.TooClose"/>). Null for none.
    /// </summary>
    public DistanceScale? Distance { get; init; }

    /// <summary>
    /// Where on the ground a place of the picture is: adds the speed of tracks to results and drawing. Null for no
    /// speeds.
    /// </summary>
    public GroundPlane? Ground { get; init; }

    /// <summary>
    /// Keeps who was there, for a summary when the run is over; it needs <see cref="Application.Tracking"/>. Null for
    /// none.
    /// </summary>
    public TrackJournal? Journal { get; init; }

    /// <summary>
    /// What may be written over: null for nothing but what an earlier run wrote. The video that is read is an input in
    /// any case.
    /// </summary>
    public Outputs? Outputs { get; init; }

    /// <summary>The annotated video, an MP4; its folder is made where it is missing. Null for none.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// Where pictures of what was found go, one of each identity, cut out where the detector was surest: a folder and
    /// the beginning of their names, so that <c>heads/clip</c> gives <c>heads/clip-face-3.png</c>. It needs
    /// <see cref="Application.Tracking"/>. Null for none.
    /// </summary>
    public string? Crops { get; init; }

    /// <summary>
    /// After how long each identity is cut out again, as <c>heads/clip-face-1.png</c>, <c>heads/clip-face-2.png</c>
    /// and so on: pictures to train a classifier with. Zero cuts out every frame's. Null, which is the default, cuts
    /// out the best of each identity once.
    /// </summary>
    public TimeSpan? CropInterval
    {
        get;
        init =>
            field =
                value is null || value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(CropInterval),
                        value,
                        $"the interval must be zero or more, got {value}"
                    );
    }

    /// <summary>
    /// Where to watch while it runs; null for nowhere. The run ends when it is closed. It is not disposed.
    /// </summary>
    public ILiveView? View { get; init; }

    /// <summary>Writes the rate and the milliseconds of each stage into frames that are watched.</summary>
    public bool ShowsTimes { get; init; }

    /// <summary>
    /// Hides the whole of a frame whose search failed, and goes on; otherwise the run ends there with the fault. Either
    /// way no frame is shown that was not searched. It is about faults: of a face that the detector does not see,
    /// neither knows.
    /// </summary>
    public bool FailsClosed { get; init; }

    /// <summary>Where results go. They are completed at the end, and disposed by their owner.</summary>
    public IReadOnlyList<IFrameWriter> Writers { get; init; } = [];

    /// <summary>What other tasks found in the frames, so that none is searched; null searches them.</summary>
    internal SeenFrames? Seen { get; init; }

    /// <summary>In place of standard input; null reads that.</summary>
    public Stream? Input { get; init; }
}
