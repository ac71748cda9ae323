using System.Globalization;
using Spotter.Files;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Videos.Hiding;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>What a run through a video reads, how it searches and where what it finds goes.</summary>
/// <remarks>
/// Where <see cref="Drawing"/> hides what is found (blur, pixelate, solid), rules of the run's own hold: every frame
/// that is shown is searched, for all sizes; tracks begin at the first sight, linger for 1.5 s at least and do not end
/// where a film cuts; and what is hidden is, beside each frame's own finds, all of the way between two of them, and for
/// a while the way before the first and after the last, for which frames of a file are held back by 40 or 1.5 s,
/// whichever is more, and 12 of a live source.
/// </remarks>
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
    /// What is smaller than this part of a frame's shorter side (or of the region that is searched) is not looked for,
    /// where <see cref="Detection"/> names no size itself; 0, the default, leaves it to the detector. Small things take
    /// most of the time of a search. It does not hold for hiding, which must find all.
    /// </summary>
    public double SmallestShare
    {
        get;
        init =>
            field = value is >= 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(SmallestShare),
                    value,
                    $"the smallest share must be 0 or more and below 1, got {value}"
                );
    }

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

    /// <summary>How to track; null leaves the detections of each frame as they are.</summary>
    public TrackerOptions? Tracking { get; init; } = TrackerOptions.Default;

    /// <summary>Lines and zones; they see tracks only.</summary>
    public IReadOnlyList<ITrackMonitor> Monitors { get; init; } = [];

    /// <summary>How frames are drawn, where anybody looks at them.</summary>
    public AnnotatorOptions Drawing { get; init; } = AnnotatorOptions.Default;

    /// <summary>Adds distances to the drawing, and warns; null for none.</summary>
    public DistanceScale? Distance { get; init; }

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
    /// <see cref="Tracking"/>. Null for none.
    /// </summary>
    public string? Crops { get; init; }

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

    /// <summary>In place of standard input; null reads that.</summary>
    public Stream? Input { get; init; }

    internal bool NeedsColor => IsPainted || Crops is not null;

    internal bool IsPainted => Output is not null || View is not null;

    /// <summary>How frames of a size are searched.</summary>
    internal DetectionOptions DetectionOf(int width, int height)
    {
        var frame = new Box(0, 0, width, height);
        Box region = Detection.RegionOfInterest?.Intersect(frame) ?? frame;
        int side = (int)(SmallestShare * Math.Min(region.Width, region.Height));
        return side > 0 && Detection is { MinSize: null, MaxSize: null } && !Hides
            ? Detection with
            {
                MinSize = new BoxSize(side, side),
            }
            : Detection;
    }

    internal bool Hides => HidingRules.Hides(Drawing.Style);

    /// <summary>How the run tracks.</summary>
    internal TrackerOptions? TrackingOfRun =>
        Hides && Tracking is { } tracking ? HidingRules.Tracking(tracking) : Tracking;

    /// <summary>Of the frames that are read, every how manieth is searched.</summary>
    internal int SearchStride => Tracking is null || Hides ? 1 : Stride;

    /// <summary>What the run does otherwise than it was asked; null where it does as asked.</summary>
    internal string? Objection =>
        Hides && Tracking is not null && Stride > 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"every frame is searched, whatever the stride ({Stride}): a face must not show between"
            )
            : null;
}
