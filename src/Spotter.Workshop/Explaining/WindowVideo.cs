using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// The window on its way over the picture, scale by scale: what it passed is coloured by the stage that it reached, and
/// of the windows of each moment the one that got farthest is shown with what the stage looked at. Then all windows
/// that passed, and how neighbours among them become one.
/// </summary>
internal sealed class WindowVideo
{
    private const int FrameRate = 25;
    private const int FramesALevel = 24;
    private const int PauseAfterLevel = 8;
    private const int FramesOfCandidates = 30;
    private const int FramesOfMerging = 30;
    private const int FramesOfResult = 50;

    // More scales would make it long without showing anything else.
    private const int MostLevels = 12;

    // More boxes would only hide the picture.
    private const int MostCandidates = 400;

    // Neighbours need not be closer to belong to one find.
    private const double SameThing = 0.2;

    private static readonly DrawColor Plate = DrawColor.FromRgb(0, 0, 0);
    private static readonly DrawColor White = DrawColor.FromRgb(255, 255, 255);
    private static readonly DrawColor Gray = DrawColor.FromRgb(150, 150, 150);

    private readonly BgrImage _picture;
    private readonly CascadeTrace _trace;
    private readonly IReadOnlyList<Detection> _found;
    private readonly DepthMap _map;
    private long _frames;

    /// <param name="picture">What was searched.</param>
    /// <param name="trace">The search.</param>
    /// <param name="found">What came of it.</param>
    public WindowVideo(BgrImage picture, CascadeTrace trace, IReadOnlyList<Detection> found)
    {
        _picture = picture;
        _trace = trace;
        _found = found;
        _map = new DepthMap(picture, trace.Model.Stages.Length);
    }

    /// <exception cref="VideoException">There is no ffmpeg, or it cannot write.</exception>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using var writer = new VideoWriter(
            path,
            new VideoWriterOptions
            {
                FrameRate = FrameRate,
                Quality = 23,
                Preset = "veryfast",
            }
        );
        using (var painter = new WindowPainter(_trace.Model, _picture))
        {
            foreach (CascadeTraceLevel level in Chosen())
            {
                await WriteLevelAsync(writer, painter, level, cancellationToken);
            }
        }

        await WriteMergingAsync(writer, cancellationToken);
        BgrImage result = _picture.DrawCopy(_found, Looks(White, LabelTemplate.Parse("{label}")));
        await WriteAsync(writer, result, FramesOfResult, cancellationToken);
        await writer.CompleteAsync();
    }

    /// <summary>All windows that passed all stages, and the find that each became part of; -1 for none.</summary>
    internal static IReadOnlyList<(Box Box, int Find)> Candidates(CascadeTrace trace, IReadOnlyList<Detection> found)
    {
        var candidates = new List<(Box, int)>();
        foreach (CascadeTraceLevel level in trace.Levels)
        {
            for (int i = 0; i < level.StagesPassed.Length && candidates.Count < MostCandidates; i++)
            {
                if (level.StagesPassed[i] == trace.Model.Stages.Length)
                {
                    Box box = level.BoxOf(i);
                    int best = -1;
                    for (int f = 0; f < found.Count; f++)
                    {
                        double overlap = found[f].Box.IntersectionOverUnion(box);
                        bool isBest = best < 0 || overlap > found[best].Box.IntersectionOverUnion(box);
                        best = overlap >= SameThing && isBest ? f : best;
                    }

                    candidates.Add((box, best));
                }
            }
        }

        return candidates;
    }

    private static AnnotatorOptions Looks(DrawColor color, LabelTemplate? label = null) =>
        AnnotatorOptions.Default with
        {
            Color = color,
            Label = label,
        };

    private async Task WriteMergingAsync(VideoWriter writer, CancellationToken cancellationToken)
    {
        IReadOnlyList<(Box Box, int Find)> candidates = Candidates(_trace, _found);
        string all = $"{Counted.Of(candidates.Count, "window")} passed all stages";
        BgrImage first = _picture.DrawCopy(
            [.. candidates.Select(static one => new Detection(one.Box, 0, ""))],
            Looks(White)
        );
        Overlay.Text(first, all, 0, 0, Plate);
        await WriteAsync(writer, first, FramesOfCandidates, cancellationToken);
        int alone = candidates.Count(static one => one.Find < 0);
        string merged =
            $"neighbours become {Counted.Of(_found.Count, "find")}"
            + (alone > 0 ? $"; {Counted.Of(alone, "window")} without enough neighbours" : "");
        for (int i = 1; i <= FramesOfMerging; i++)
        {
            double way = (double)i / FramesOfMerging;

            // Slow at both ends.
            way = way * way * (3 - 2 * way);
            BgrImage frame = _picture.DrawCopy(
                [.. candidates.Where(static one => one.Find < 0).Select(static one => new Detection(one.Box, 0, ""))],
                Looks(Gray) with
                {
                    Thickness = 1,
                }
            );
            new Annotator(Looks(White)).Draw(
                frame,
                [
                    .. candidates
                        .Where(static one => one.Find >= 0)
                        .Select(one => new Detection(Between(one.Box, _found[one.Find].Box, way), 0, "")),
                ]
            );
            Overlay.Text(frame, merged, 0, 0, Plate);
            await WriteAsync(writer, frame, i == FramesOfMerging ? PauseAfterLevel : 1, cancellationToken);
        }
    }

    private static Box Between(Box from, Box to, double way)
    {
        return new Box(Mix(from.X, to.X), Mix(from.Y, to.Y), Mix(from.Width, to.Width), Mix(from.Height, to.Height));

        int Mix(int a, int b) => (int)Math.Round(a + (b - a) * way);
    }

    private async Task WriteLevelAsync(
        VideoWriter writer,
        WindowPainter painter,
        CascadeTraceLevel level,
        CancellationToken cancellationToken
    )
    {
        _map.Clear();
        int windows = level.StagesPassed.Length;
        for (int i = 0; i < FramesALevel; i++)
        {
            int first = (int)((long)windows * i / FramesALevel);
            int end = (int)((long)windows * (i + 1) / FramesALevel);
            _map.Add(level, first, end);
            if (Farthest(level, first, end) is { } index)
            {
                BgrImage frame = _map.Draw();
                painter.Paint(frame, level.BoxOf(index), level.StagesPassed[index], i);
                await WriteAsync(writer, frame, i == FramesALevel - 1 ? PauseAfterLevel : 1, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(VideoWriter writer, BgrImage image, int count, CancellationToken cancellationToken)
    {
        for (int i = 0; i < count; i++)
        {
            await writer.WriteAsync(image, TimeSpan.FromSeconds((double)_frames++ / FrameRate), cancellationToken);
        }
    }

    private CascadeTraceLevel[] Chosen()
    {
        int count = Math.Min(MostLevels, _trace.Levels.Count);
        return [.. Enumerable.Range(0, count).Select(i => _trace.Levels[(int)((long)i * _trace.Levels.Count / count)])];
    }

    private static int? Farthest(CascadeTraceLevel level, int first, int end)
    {
        int? farthest = null;
        for (int i = first; i < end; i++)
        {
            bool isFarther = farthest is not { } best || level.StagesPassed[i] > level.StagesPassed[best];
            farthest = level.StagesPassed[i] != CascadeTrace.LeftOut && isFarther ? i : farthest;
        }

        return farthest;
    }
}
