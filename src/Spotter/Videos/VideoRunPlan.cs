using System.Globalization;
using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Videos.Hiding;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>What an application and the options of a run come to.</summary>
internal sealed record VideoRunPlan(Application Application, VideoRunOptions Options)
{
    public bool NeedsColor =>
        IsPainted
        || Options.Crops is not null
        || KeepsPictures
        || (Application.Detector.UsesColor && Options.Seen is null);

    /// <summary>Whether the journal keeps pictures of what is found. What is hidden must not be in them.</summary>
    public bool KeepsPictures => Options.Journal is { KeepsPictures: true } && !Hides;

    public bool IsPainted => Options.Output is not null || Options.View is not null;

    public bool Hides => Application.Drawing.Style.Hides();

    /// <summary>How the run tracks.</summary>
    public TrackerOptions? Tracking =>
        Hides && Application.Tracking is { } tracking ? HidingRules.Tracking(tracking) : Application.Tracking;

    /// <summary>Of the frames of the video, every how manieth is read.</summary>
    public int ReadStride => Application.Tracking is null ? Options.Stride : 1;

    /// <summary>Of the frames that are read, every how manieth is searched.</summary>
    public int SearchStride => Application.Tracking is null || Hides ? 1 : Options.Stride;

    /// <summary>
    /// Whether tracks end where another scene begins. What hides must never show a face too early: there, boxes linger
    /// across cuts too.
    /// </summary>
    public bool WatchesCuts => Tracking is not null && !Hides;

    /// <summary>What the run does otherwise than it was asked; null where it does as asked.</summary>
    public string? Objection =>
        Hides && Application.Tracking is not null && Options.Stride > 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"every frame is searched, whatever the stride ({Options.Stride}): a face must not show between"
            )
            : null;

    /// <summary>How frames of a size are searched.</summary>
    public DetectionOptions DetectionOf(int width, int height)
    {
        // A tracker goes on with what is found weakly.
        DetectionOptions detection = Options.Detection with { FindsWeak = Tracking is not null };
        var frame = new Box(0, 0, width, height);
        Box region = detection.RegionOfInterest?.Intersect(frame) ?? frame;
        int side = (int)(Application.SmallestShare * Math.Min(region.Width, region.Height));
        return side > 0 && detection is { MinSize: null, MaxSize: null } && !Hides
            ? detection with
            {
                MinSize = new BoxSize(side, side),
            }
            : detection;
    }
}
