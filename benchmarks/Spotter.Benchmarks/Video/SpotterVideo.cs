using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Benchmarks.Video;

/// <summary>Spotter's stages, each by itself, and the whole way.</summary>
internal sealed class SpotterVideo(IDetector detector, DetectionOptions options)
{
    private readonly Annotator _annotator = new();

    /// <summary>The clip's frames in colour and gray, every so manieth.</summary>
    public static async Task<List<Frame>> LoadAsync(string clip, int frames, int step)
    {
        await using VideoReader reader = await VideoReader.OpenAsync(VideoSource.Parse(clip));
        var kept = new List<Frame>();
        await foreach (Frame frame in reader)
        {
            if (frame.Index >= frames)
            {
                break;
            }

            if (frame.Index % step == 0)
            {
                kept.Add(frame);
            }
            else
            {
                reader.Recycle(frame);
            }
        }

        return kept;
    }

    public static async Task<int> DecodeAsync(string clip, int frames, PixelMode pixels)
    {
        await using VideoReader reader = await VideoReader.OpenAsync(
            VideoSource.Parse(clip),
            new VideoReadOptions { Pixels = pixels }
        );
        int count = 0;
        await foreach (Frame frame in reader)
        {
            reader.Recycle(frame);
            if (++count == frames)
            {
                break;
            }
        }

        return count;
    }

    public IReadOnlyList<Detection> Detect(Frame frame) => detector.Detect(frame, options);

    public static Pass Track(IReadOnlyList<Frame> frames, IReadOnlyList<Detection>[] found)
    {
        var tracker = new Tracker(TrackerOptions.Default);
        return Pass.Over([.. frames.Zip(found)], pair => tracker.Update(pair.Second, pair.First));
    }

    public void Draw(Frame frame, IReadOnlyList<Detection> detections) => _annotator.Draw(frame.Bgr, detections);

    public static async Task<int> EncodeAsync(IReadOnlyList<Frame> frames, string output)
    {
        await using var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 30 });
        for (int i = 0; i < frames.Count; i++)
        {
            await writer.WriteAsync(frames[i].Bgr, TimeSpan.FromSeconds(i / 30.0));
        }

        await writer.CompleteAsync();
        return frames.Count;
    }

    /// <summary>The whole way: decode, detect, track, and JSON lines or an annotated video.</summary>
    /// <param name="clip">The video.</param>
    /// <param name="length">How much of it.</param>
    /// <param name="output">The video to write; null writes JSON, which is counted and thrown away.</param>
    public async Task<int> RunAsync(string clip, TimeSpan length, string? output)
    {
        using var json = new JsonFrameWriter(Stream.Null);
        VideoSummary summary = await VideoRun.RunAsync(
            new Application(detector),
            VideoSource.Parse(clip),
            new VideoRunOptions
            {
                Reading = new VideoReadOptions { Duration = length },
                Detection = options,
                Output = output,
                Writers = output is null ? [json] : [],
            }
        );
        return (int)summary.Frames;
    }
}
