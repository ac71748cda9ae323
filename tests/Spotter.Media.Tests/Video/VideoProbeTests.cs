using Spotter.Media.Video;

namespace Spotter.Media.Tests.Video;

public sealed class VideoProbeTests(Clips clips)
{
    private static Task<VideoInfo> Read(string path) =>
        VideoProbe.ReadAsync(VideoSource.Parse(path), TestContext.Current.CancellationToken);

    [Fact]
    public async Task ReadAsync_PlainFile_TellsAll()
    {
        VideoInfo info = await Read(clips.Plain);

        Assert.Equal((320, 240), (info.Width, info.Height));
        Assert.Equal(25, info.FrameRate, 6);
        Assert.Equal(50, info.FrameCount);
        Assert.Equal(2, info.Duration!.Value.TotalSeconds, 0.05);
        Assert.Equal("h264", info.VideoCodec);
        Assert.Equal("aac", info.AudioCodec);
        Assert.False(info.IsVariableFrameRate);
        Assert.Equal(0, info.Rotation);
    }

    [Fact]
    public async Task ReadAsync_RotatedFile_GivesSizeAsShown()
    {
        VideoInfo info = await Read(clips.Rotated);

        Assert.Equal((240, 320), (info.Width, info.Height));
        Assert.True(info.Rotation is 90 or 270);
    }

    [Fact]
    public async Task ReadAsync_VariableFrameRate_IsKnown()
    {
        Assert.True((await Read(clips.Variable)).IsVariableFrameRate);
    }

    [Theory]
    [InlineData("25/1", "25/1", 25)]
    [InlineData("1155/89", "30/1", 30)]
    [InlineData("2997/100", "90000/1", 29.97)]
    [InlineData("0/0", "25/1", 25)]
    public void Describe_Rates_TellTheClosestFrames(string average, string tick, double expected)
    {
        var stream = new FfprobeStream
        {
            CodecType = "video",
            Width = 4,
            Height = 2,
            AvgFrameRate = average,
            RFrameRate = tick,
        };
        VideoInfo info = VideoProbe.Describe(VideoSource.Parse("x.mp4"), new FfprobeDocument { Streams = [stream] });
        Assert.Equal(expected, info.PeakFrameRate, 6);
    }

    [Theory]
    [InlineData(10_000, 10_000, true)]
    [InlineData(10_000, 10_001, false)]
    [InlineData(int.MaxValue, int.MaxValue, false)]
    public void Describe_SizeClaimed_HasALimit(int width, int height, bool fits)
    {
        var stream = new FfprobeStream
        {
            CodecType = "video",
            Width = width,
            Height = height,
        };
        VideoInfo Describe() =>
            VideoProbe.Describe(VideoSource.Parse("x.mp4"), new FfprobeDocument { Streams = [stream] });

        if (fits)
        {
            Assert.Equal(width, Describe().Width);
            return;
        }

        Assert.StartsWith(
            $"x.mp4 claims pictures of {width}x{height}, above the limit of 100 megapixels",
            Assert.Throws<VideoException>(Describe).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ReadAsync_SoundOnly_SaysSo()
    {
        var e = await Assert.ThrowsAsync<VideoException>(() => Read(clips.SoundOnly));

        Assert.Equal(SpotterErrorKind.Damaged, e.Kind);
        Assert.Equal($"{clips.SoundOnly} has sound but no pictures", e.Message);
    }

    [Theory]
    [InlineData("notes.txt", "hello, this is no video at all\nnot even a little\n")]
    [InlineData("notes.mp4", "hello, this is no video at all\nnot even a little\n")]
    [InlineData("short.mp4", "x")]
    public async Task ReadAsync_Text_SaysThatItIsNoVideo(string name, string text)
    {
        string path = clips.Write(name, System.Text.Encoding.UTF8.GetBytes(text));

        var e = await Assert.ThrowsAsync<VideoException>(() => Read(path));

        Assert.StartsWith($"{path} is not a video ", e.Message, StringComparison.Ordinal);
        Assert.Equal(SpotterErrorKind.Damaged, e.Kind);
    }

    [Fact]
    public async Task ReadAsync_EmptyMissingOrFolder_SaysSo()
    {
        string empty = clips.Write("empty.mp4", []);

        Assert.Equal($"{empty} is empty", (await Assert.ThrowsAsync<VideoException>(() => Read(empty))).Message);
        Assert.Equal(
            $"{clips.Folder} is a folder, not a video file",
            (await Assert.ThrowsAsync<VideoException>(() => Read(clips.Folder))).Message
        );
        var missing = await Assert.ThrowsAsync<VideoException>(() => Read(clips.Path("nowhere.mp4")));
        Assert.Equal(SpotterErrorKind.Missing, missing.Kind);
        Assert.Contains("there is no such file", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_IndexCutOff_SaysThatItIsNotComplete()
    {
        string cut = clips.Cut(clips.Variable, 0.5, "no-index.mp4");

        var e = await Assert.ThrowsAsync<VideoException>(() => Read(cut));

        Assert.Contains("its index (moov) is missing", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Describe_DisplayMatrixAndOldTag_TurnTheSameWay()
    {
        var stream = new FfprobeStream
        {
            CodecType = "video",
            Width = 4,
            Height = 2,
        };
        VideoInfo Describe(FfprobeStream s) =>
            VideoProbe.Describe(VideoSource.Parse("x.mp4"), new FfprobeDocument { Streams = [s] });

        Assert.Equal(270, Describe(stream with { SideDataList = [new FfprobeSideData { Rotation = 90 }] }).Rotation);
        Assert.Equal(90, Describe(stream with { SideDataList = [new FfprobeSideData { Rotation = -90 }] }).Rotation);
        Assert.Equal(90, Describe(stream with { Tags = new FfprobeTags { Rotate = "90" } }).Rotation);
        Assert.Equal(180, Describe(stream with { Tags = new FfprobeTags { Rotate = "180" } }).Rotation);
        Assert.Equal((4, 2), (Describe(stream).Width, Describe(stream).Height));
    }

    [Fact]
    public void Describe_CoverPicture_IsNotTakenForVideo()
    {
        var document = new FfprobeDocument
        {
            Streams =
            [
                new FfprobeStream { CodecType = "audio", CodecName = "mp3" },
                new FfprobeStream
                {
                    CodecType = "video",
                    CodecName = "mjpeg",
                    Width = 500,
                    Height = 500,
                    Disposition = new FfprobeDisposition { AttachedPic = 1 },
                },
            ],
        };

        var e = Assert.Throws<VideoException>(() => VideoProbe.Describe(VideoSource.Parse("song.mp3"), document));

        Assert.Equal("song.mp3 has sound but no pictures", e.Message);
    }
}
