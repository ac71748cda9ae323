using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Networks;
using Spotter.Results;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary>Says what a video or a camera shows: a line whenever that changes, or a line of JSON a frame.</summary>
internal sealed class ClassifiedVideo(PictureClassifier classifier, ClassifyChoice choice, int top, Stream stdout)
{
    private static readonly DrawColor Plate = DrawColor.FromRgb(0, 0, 0);

    /// <exception cref="VideoException">The video cannot be read, or not be shown.</exception>
    public async Task RunAsync(VideoSource source, CancellationToken cancellationToken)
    {
        choice.Video.CheckSource(source);
        ViewKind kind = choice.Video.Show
            ?? (source.IsLive && !choice.IsJson && Display.IsAvailable ? ViewKind.Window : ViewKind.None);
        ILiveView? view = await LiveViews.OpenAsync(kind, source.DisplayName);
        using ViewWindow? window = view is null ? null : new ViewWindow(view);
        VideoReadOptions reading = await choice.Video.FindReadingAsync(isQuiet: false, cancellationToken);
        reading = reading with { Stride = choice.Video.Stride };
        int? shown = null;
        await foreach (
            ClassifiedFrame frame in VideoClassification.RunAsync(classifier, source, reading, cancellationToken)
        )
        {
            ClassScore[] best = [.. frame.Classes.Take(top)];
            TimeSpan time = frame.Frame.Timestamp;
            if (choice.IsJson)
            {
                JsonLine.Write(
                    stdout,
                    ClassifiedLine.Of(source.DisplayName, best) with
                    {
                        Frame = frame.Frame.Index,
                        Time = ResultNumbers.Seconds(time),
                    },
                    ToolJson.Lines.ClassifiedLine
                );
            }
            else if (shown != best[0].ClassIndex)
            {
                shown = best[0].ClassIndex;
                string line = $"{source.DisplayName} {time:h\\:mm\\:ss\\.ff}: {ClassifyCommand.InWords(best)}";
                stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine(line) + "\n"));
                stdout.Flush();
            }

            if (window is not null)
            {
                Overlay.Text(frame.Frame.Bgr, ClassifyCommand.InWords(best), 0, 0, Plate);
                if (window.Show(frame.Frame) == Key.Q)
                {
                    return;
                }
            }
        }
    }
}
