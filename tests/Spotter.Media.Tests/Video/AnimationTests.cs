using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

/// <summary>Pictures that move, read as the videos they are.</summary>
public sealed class AnimationTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("moving.gif")]
    [InlineData("moving.webp")]
    [InlineData("moving.apng")]
    public async Task Read_AnimatedPicture_GivesEveryFrameAtItsTime(string name)
    {
        string path = Make(name);
        List<(double Time, bool IsBlue)> frames = [];

        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(path), cancellationToken: Stop);
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            Assert.Equal((64, 48), (frame.Width, frame.Height));
            frames.Add((frame.Timestamp.TotalSeconds, frame.Bgr.Pixels[0] > 128));
        }

        Assert.False(frames[0].IsBlue);
        Assert.True(frames[^1].IsBlue);
        Assert.Equal(0.6, frames.First(static f => f.IsBlue).Time, 0.05);
    }

    [Fact]
    public async Task Write_MovingWebP_MissesNoSound()
    {
        string output = clips.Path("moving-webp.mp4");
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(Make("silent.webp")),
            new VideoReadOptions { KeepInputAs = clips.Path(".silent.webp.input") },
            Stop
        );
        await using var writer = new VideoWriter(output, new VideoWriterOptions { SoundOf = video });
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            await writer.WriteAsync(frame, Stop);
            video.Recycle(frame);
        }

        await writer.CompleteAsync();

        Assert.Null(writer.Warning);
        Assert.True(File.Exists(output));
    }

    private string Make(string name)
    {
        string[] codec = name.EndsWith(".webp", StringComparison.Ordinal) ? ["-c:v", "libwebp", "-lossless", "1"] : [];
        return clips.Make(
            name,
            [
                "-f",
                "lavfi",
                "-i",
                "color=red:size=64x48:rate=5:duration=0.6",
                "-f",
                "lavfi",
                "-i",
                "color=blue:size=64x48:rate=5:duration=0.6",
                "-filter_complex",
                "concat",
                .. codec,
                "-loop",
                "0",
            ]
        );
    }
}
