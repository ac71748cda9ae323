using Spotter.Media.Video;

namespace Spotter.Media.Tests.Video;

public sealed class VideoSourceTests
{
    [Theory]
    [InlineData("-", VideoSourceKind.StandardInput, "", false)]
    [InlineData("0", VideoSourceKind.Camera, "0", true)]
    [InlineData("camera:1", VideoSourceKind.Camera, "1", true)]
    [InlineData("camera:HD Webcam", VideoSourceKind.Camera, "HD Webcam", true)]
    [InlineData("/dev/video2", VideoSourceKind.Camera, "/dev/video2", true)]
    [InlineData("rtsp://door/live", VideoSourceKind.Url, "rtsp://door/live", true)]
    [InlineData("tcp://127.0.0.1:5000", VideoSourceKind.Url, "tcp://127.0.0.1:5000", true)]
    [InlineData("https://example.org/a.mp4", VideoSourceKind.Url, "https://example.org/a.mp4", false)]
    [InlineData("film.mp4", VideoSourceKind.File, "film.mp4", false)]
    [InlineData("./0", VideoSourceKind.File, "./0", false)]
    [InlineData(@"C:\films\a.mp4", VideoSourceKind.File, @"C:\films\a.mp4", false)]
    [InlineData("odd name://x.mp4", VideoSourceKind.File, "odd name://x.mp4", false)]
    public void Parse_AnySource_FindsItsKind(string text, VideoSourceKind kind, string location, bool live)
    {
        VideoSource source = VideoSource.Parse(text);

        Assert.Equal((kind, location, live), (source.Kind, source.Location, source.IsLive));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("camera:")]
    public void Parse_Nothing_Throws(string text)
    {
        Assert.Throws<ArgumentException>(() => VideoSource.Parse(text));
    }

    [Theory]
    [InlineData("rtsp://user:secret@door:554/live?x=1@2", "rtsp://user:***@door:554/live?x=1@2")]
    [InlineData("rtsp://user:se@cret@door/live", "rtsp://user:***@door/live")]
    [InlineData("rtsp://user@door/live", "rtsp://user@door/live")]
    [InlineData("rtsp://door:554/live", "rtsp://door:554/live")]
    public void DisplayName_Password_IsHidden(string address, string expected)
    {
        Assert.Equal(expected, VideoSource.Parse(address).DisplayName);
    }

    [Fact]
    public void Find_ProgramOnlyInNamedFolder_IgnoresPath()
    {
        string folder = Path.GetDirectoryName(FfmpegPrograms.Ffmpeg)!;

        Assert.NotNull(FfmpegPrograms.Find("ffmpeg", null, folder));
        Assert.NotNull(FfmpegPrograms.Find("ffmpeg", folder, null));
        Assert.Null(FfmpegPrograms.Find("ffmpeg", Path.GetTempPath(), folder));
        Assert.Null(FfmpegPrograms.Find("no-such-program", null, folder));
    }

    [Fact]
    public void Missing_AnyProgram_SaysWhatToInstall()
    {
        VideoException e = FfmpegPrograms.Missing("ffplay");

        Assert.Equal(SpotterErrorKind.Program, e.Kind);
        Assert.Contains("ffplay is not installed", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "install",
            e.Message[e.Message.IndexOf(':', StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", "-vsync")]
    [InlineData("ffmpeg version n5.0 Copyright", "-vsync")]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright", "-fps_mode")]
    [InlineData("ffmpeg version 8.0 Copyright", "-fps_mode")]
    [InlineData("ffmpeg version N-112345-gabcdef Copyright", "-fps_mode")]
    [InlineData(null, "-fps_mode")]
    public void Passthrough_AnyVersion_UsesTheNameItKnows(string? version, string expected)
    {
        Assert.Equal([expected, "passthrough"], FfmpegFeatures.PassthroughOf(version));
    }
}
