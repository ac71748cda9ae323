using System.Globalization;
using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Speech;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>Draws on a frame what is known of it: boxes, lines and zones with their counts, times.</summary>
internal sealed class FramePainter
{
    private static readonly DrawColor LineColor = DrawColor.FromRgb(255, 140, 0);
    private static readonly DrawColor WarningColor = DrawColor.FromRgb(255, 0, 0);

    private readonly VideoRunPlan _plan;
    private readonly VideoRunOptions _options;
    private readonly StageTimes _times;
    private readonly Annotator _annotator;
    private readonly Annotator _bare;
    private readonly Annotator _wholeFrame;
    private FrameResult? _result;

    public FramePainter(VideoRunPlan plan, StageTimes times)
    {
        AnnotatorOptions drawing = plan.Application.Drawing;
        _plan = plan;
        _options = plan.Options;
        _times = times;
        _annotator = new Annotator(
            _options is { Distance: null, Ground: null } ? drawing : drawing with { Text = MeasuredText }
        )
        {
            Memory = new BubbleMemory(),
        };
        _bare = new Annotator(drawing.Bare());
        _wholeFrame = new Annotator(new AnnotatorOptions { Style = DrawStyle.Blur, Margin = 0 });
    }

    public void Paint(in FollowedFrame followed)
    {
        BgrImage image = followed.Frame.Bgr;
        _result = followed.Result;
        if (followed.Result.Fault is not null)
        {
            _wholeFrame.Draw(image, [new Detection(new Box(0, 0, image.Width, image.Height), 0, "")]);
            return;
        }

        // A box that a track smooths lags behind by a little, and what was missed has no box at all: what hides hides
        // both.
        if (_plan.Hides)
        {
            _bare.Draw(image, followed.Raw);
        }

        _annotator.Draw(image, [.. followed.Result.Shown]);
        foreach (ITrackMonitor monitor in _options.Monitors)
        {
            Paint(image, monitor);
        }

        Warn(image, followed.Result);
        if (_options.ShowsTimes)
        {
            Overlay.Text(image, _times.ToString(), 0, 0, DrawColor.FromRgb(0, 0, 0));
        }
    }

    private static void Paint(BgrImage image, ITrackMonitor monitor)
    {
        switch (monitor)
        {
            case CountingLine line:
                for (int i = 1; i < line.Points.Count; i++)
                {
                    Overlay.Line(image, line.Points[i - 1], line.Points[i], LineColor);
                }

                Overlay.Text(
                    image,
                    string.Create(CultureInfo.InvariantCulture, $"{line.Name}: {line.In} in, {line.Out} out"),
                    (int)line.Start.X,
                    (int)line.Start.Y,
                    LineColor
                );
                break;
            case Zone zone:
                for (int i = 0; i < zone.Corners.Count; i++)
                {
                    Overlay.Line(image, zone.Corners[i], zone.Corners[(i + 1) % zone.Corners.Count], LineColor);
                }

                Overlay.Text(
                    image,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{zone.Name}: {zone.Occupancy} inside, {zone.Entered} in, {zone.Left} out"
                    ),
                    (int)zone.Corners[0].X,
                    (int)zone.Corners[0].Y,
                    LineColor
                );
                break;
        }
    }

    private void Warn(BgrImage image, FrameResult result)
    {
        if (_options.Distance is not { WarnCloserMetres: not null } scale)
        {
            return;
        }

        int near = result.Detections.Count(detection => scale.IsTooClose(detection, image.Width));
        if (near > 0)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{near} {scale.Warning}");
            Overlay.Text(image, text, image.Width / 2, image.Height, WarningColor);
        }
    }

    private string MeasuredText(Detection detection)
    {
        string text = (_plan.Application.Drawing.Label ?? LabelTemplate.LabelAndId).Format(detection);
        if (_options.Distance?.MetresTo(detection, _result!.Width) is { } metres)
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{text} {metres:0} m");
        }

        return _result!.SpeedOf(detection) is { } speed
            ? string.Create(CultureInfo.InvariantCulture, $"{text} {speed:0} km/h")
            : text;
    }
}
