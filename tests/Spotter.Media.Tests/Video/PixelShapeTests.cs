using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

/// <summary>Pictures whose pixels are not square come at the shape that players show.</summary>
public sealed class PixelShapeTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// A clip in which a white square of 96x96 shown pixels stands in the middle of 640x360 shown ones.
    /// </summary>
    private string Square(string name, string stored, params string[] more)
    {
        string path = clips.Path(name);
        Clips.Run(
            FfmpegPrograms.Ffmpeg,
            [
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "color=black:size=640x360:rate=5:duration=1,drawbox=x=272:y=132:w=96:h=96:color=white:t=fill," + stored,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-qp",
                "10",
                "-pix_fmt",
                "yuv420p",
                .. more,
                path,
            ]
        );
        return path;
    }

    [Theory]
    [InlineData("wide.mp4", "scale=360:360,setsar=16/9", 640, 360)]
    [InlineData("pal.ts", "scale=720:576,setsar=64/81", 568, 576)]
    [InlineData("tall.mkv", "scale=640:180,setsar=1/2", 320, 180)]
    [InlineData("square.mp4", "setsar=1", 640, 360)]
    [InlineData("absurd.mp4", "setsar=1000/1", 640, 360)]
    [InlineData("unknown.mp4", "setsar=0/1", 640, 360)]
    public async Task Read_AnyPixelAspect_GivesTheShapeShown(string name, string stored, int width, int height)
    {
        string path = Square(name, stored);

        Assert.Equal((width, height), await SizeOf(path));
        (int boxWidth, int boxHeight) = await WhiteOf(path);
        Assert.Equal((width, height), await FrameSizeOf(path));
        if (name is "wide.mp4" or "square.mp4")
        {
            Assert.InRange(boxWidth, 92, 100);
            Assert.InRange(boxHeight, 92, 100);
        }
    }

    [Fact]
    public async Task Read_AnamorphicAndTurned_IsTurnedThenStretched()
    {
        string flat = Square("flat.mp4", "scale=360:360,setsar=16/9");
        string turned = clips.Path("turned.mp4");
        Clips.Run(
            FfmpegPrograms.Ffmpeg,
            "-v",
            "error",
            "-y",
            "-i",
            flat,
            "-c",
            "copy",
            "-metadata:s:v:0",
            "rotate=90",
            turned
        );

        // The width of a pixel stays its width of the stored picture: 360x640 shown, up to how the rows are kept.
        (int width, int height) = await SizeOf(turned);
        Assert.Equal(360.0 / 640, (double)width / height, 0.01);
        (int boxWidth, int boxHeight) = await WhiteOf(turned);
        Assert.Equal(1, (double)boxWidth / boxHeight, 0.05);
    }

    [Fact]
    public async Task Read_ShapeThatChangesOnItsWay_KeepsTheSizeAndTheSquare()
    {
        string wide = Square("wide-part.ts", "scale=720:576,setsar=64/45", "-bsf:v", "dump_extra");
        string narrow = Square("narrow-part.ts", "crop=480:360,scale=720:576,setsar=16/15", "-bsf:v", "dump_extra");
        string both = clips.Write(
            "both.ts",
            [.. await File.ReadAllBytesAsync(wide, Stop), .. await File.ReadAllBytesAsync(narrow, Stop)]
        );

        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(both), cancellationToken: Stop);
        int count = 0;
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            Assert.Equal((video.Info.Width, 576), (frame.Width, frame.Height));
            (int width, int height) = White(frame);
            Assert.Equal(1, (double)width / height, 0.08);
            count++;
        }

        Assert.Equal(10, count);
    }

    [Fact]
    public async Task Write_AnamorphicSource_HasSquarePixels()
    {
        string path = Square("source.mp4", "scale=360:360,setsar=16/9");
        string output = clips.Path("square-out.mp4");
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(path), cancellationToken: Stop);
        await using var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 5 });
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            await writer.WriteAsync(frame, Stop);
        }

        await writer.CompleteAsync();
        Assert.Equal(["640,360,1:1"], Clips.Probe(output, "stream=width,height,sample_aspect_ratio"));
    }

    [Fact]
    public async Task Read_AnamorphicMadeSmaller_KeepsTheShape()
    {
        string path = Square("smaller.mp4", "scale=360:360,setsar=16/9");

        Assert.Equal((320, 180), await FrameSizeOf(path, new VideoReadOptions { MaxWidth = 320 }));
    }

    private static async Task<(int Width, int Height)> SizeOf(string path)
    {
        VideoInfo info = await VideoProbe.ReadAsync(VideoSource.Parse(path), Stop);
        return (info.Width, info.Height);
    }

    private static async Task<(int Width, int Height)> FrameSizeOf(string path, VideoReadOptions? options = null)
    {
        Frame frame = await FirstOf(path, options);
        return (frame.Width, frame.Height);
    }

    private static async Task<(int Width, int Height)> WhiteOf(string path) => White(await FirstOf(path));

    private static async Task<Frame> FirstOf(string path, VideoReadOptions? options = null)
    {
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(path), options, Stop);
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            return frame;
        }

        throw new InvalidOperationException("no frame");
    }

    private static (int Width, int Height) White(Frame frame)
    {
        int[] white = [.. Enumerable.Range(0, frame.Gray.Pixels.Length).Where(i => frame.Gray.Pixels[i] > 128)];
        return (
            white.Max(i => i % frame.Width) - white.Min(i => i % frame.Width) + 1,
            (white[^1] / frame.Width) - (white[0] / frame.Width) + 1
        );
    }
}
