using System.Globalization;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// The window on its way over the picture, scale by scale: what it passed is coloured by the stage that it reached, and
/// of the windows of each moment the one that got farthest is shown.
/// </summary>
internal sealed class WindowVideo
{
    private const int FrameRate = 25;
    private const int FramesALevel = 24;
    private const int PauseAfterLevel = 8;
    private const int FramesOfResult = 50;

    // More scales would make it long without showing anything else.
    private const int MostLevels = 12;

    private readonly CascadeTrace _trace;
    private readonly IReadOnlyList<Detection> _found;
    private readonly DepthMap _map;
    private long _frames;

    /// <param name="picture">What was searched.</param>
    /// <param name="trace">The search.</param>
    /// <param name="found">What came of it.</param>
    public WindowVideo(BgrImage picture, CascadeTrace trace, IReadOnlyList<Detection> found)
    {
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
        foreach (CascadeTraceLevel level in Chosen())
        {
            await WriteLevelAsync(writer, level, cancellationToken);
        }

        _map.Clear();
        _map.Add(_trace);
        BgrImage result = _map.Draw()
            .DrawCopy(
                _found,
                AnnotatorOptions.Default with
                {
                    Color = DrawColor.FromRgb(255, 255, 255),
                    Label = LabelTemplate.Parse("{label}"),
                }
            );
        await WriteAsync(writer, result, FramesOfResult, cancellationToken);
        await writer.CompleteAsync();
    }

    private async Task WriteLevelAsync(VideoWriter writer, CascadeTraceLevel level, CancellationToken cancellationToken)
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
                await WriteAsync(
                    writer,
                    DrawWindow(level, index),
                    i == FramesALevel - 1 ? PauseAfterLevel : 1,
                    cancellationToken
                );
            }
        }
    }

    private BgrImage DrawWindow(CascadeTraceLevel level, int index)
    {
        int passed = level.StagesPassed[index];
        int stages = _trace.Model.Stages.Length;
        string text =
            string.Create(CultureInfo.InvariantCulture, $"{level.WindowSize.Width}x{level.WindowSize.Height}: ")
            + (
                passed < 0 ? "too flat"
                : passed == stages ? "passed all stages"
                : string.Create(CultureInfo.InvariantCulture, $"rejected in stage {passed + 1} of {stages}")
            );
        SkiaSharp.SKColor color = DepthColors.At((double)Math.Max(passed, 0) / stages);
        return _map.Draw()
            .DrawCopy(
                [new Detection(level.BoxOf(index), 0, text)],
                AnnotatorOptions.Default with
                {
                    Color = DrawColor.FromRgb(color.Red, color.Green, color.Blue),
                    Label = LabelTemplate.Parse("{label}"),
                }
            );
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
