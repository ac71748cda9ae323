using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;

namespace Spotter.EndToEnd.Tests;

/// <summary>Options do what they say, or are refused: none is ignored in silence.</summary>
public sealed class MeaningTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("--line", "--line", "0,0,10,10")]
    [InlineData("--zone", "--zone", "0,0,10,0,10,10")]
    [InlineData("--stride", "--stride", "2")]
    [InlineData("--no-track", "--no-track")]
    [InlineData("--loop", "--loop", "-o", "file.png")]
    [InlineData("--start", "--start", "1")]
    [InlineData("--duration", "--duration", "1")]
    [InlineData("--fps", "--fps", "5")]
    [InlineData("--max-width", "--max-width", "100")]
    [InlineData("--webhook", "--webhook", "http://127.0.0.1:9/")]
    [InlineData("--recursive", "-r")]
    [InlineData("--print", "--print", "--json")]
    [InlineData("--color", "--draw", "none", "--color", "red")]
    [InlineData("--output", "--draw", "none", "-o", "out")]
    [InlineData("--thickness", "--draw", "blur", "--thickness", "3")]
    [InlineData("out.tiff", "-o", "out.tiff")]
    [InlineData("out.gif", "-o", "out.gif")]
    [InlineData("out.mp4", "-o", "out.mp4")]
    [InlineData("out.json", "-o", "out.json", "--format", "coco")]
    public void Faces_OptionThatAPictureCannotFollow_IsRefusedBeforeAnything(string named, params string[] options)
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        Run run = _workspace.Spotter(["faces", "a.png", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["a.png"], _workspace.Files("."));
    }

    [Theory]
    [InlineData("--format", "--format", "coco")]
    [InlineData("--line", "--no-track", "--line", "0,0,10,10")]
    [InlineData("--webhook", "--webhook", "http://127.0.0.1:9/")]
    [InlineData("--crops", "--no-track", "--crops", "heads")]
    [InlineData("--max-megapixels", "--max-megapixels", "2")]
    [InlineData("out.jpg", "-o", "out.jpg")]
    [InlineData("out.mkv", "-o", "out.mkv")]
    public void Faces_OptionThatAVideoCannotFollow_IsRefusedBeforeAnything(string named, params string[] options)
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter(["faces", "clip.mp4", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["clip.mp4"], _workspace.Files("."));
    }

    [Fact]
    public void Faces_MixedRun_SaysOnceWhatIsForWhich()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write("b.png", SamplePictures.Blank());
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter(
            "faces",
            "a.png",
            "b.png",
            "clip.mp4",
            "--stride",
            "2",
            "--format",
            "coco,csv",
            "-o",
            "out",
            "--draw",
            "none"
        );
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Single(run.ErrorLines, static line => line.Contains("--stride", StringComparison.Ordinal));
        Assert.Single(run.ErrorLines, static line => line.Contains("--format coco", StringComparison.Ordinal));
        Assert.Equal(["clip.csv", "coco.json", "detections.csv"], _workspace.Files("out"));
    }

    [Theory]
    [InlineData("5000,0,10,10", 1)]
    [InlineData("0,0,5000,5000", 0)]
    public void Faces_RegionOutsideThePicture_IsRefused(string region, int exitCode)
    {
        _workspace.Write("a.png", SamplePictures.Blank(64, 48));
        Run run = _workspace.Spotter("faces", "a.png", "--roi", region, "--json");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 1, run.Error.Contains("64x48", StringComparison.Ordinal));
    }

    [Fact]
    public void Faces_RegionOutsideTheVideo_IsRefused()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter("faces", "clip.mp4", "--roi", "5000,0,10,10", "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("5000,0,10,10", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_PrintOnAPicture_PrintsWhereTheFaceIs()
    {
        Run run = _workspace.Spotter("faces", SamplePictures.WithFace, "--print", "--quiet", "--draw", "none");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@" face \d+,\d+ \d+x\d+$", run.OutputLines[0]);
    }

    [Fact]
    public void Faces_LabelCalledAsAFolder_TakesNoInputAway()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write("mug/b.png", SamplePictures.Blank());
        Run run = _workspace.Spotter("detect", "a.png", "--model", "haarcascade_eye", "--label", "mug", "-o", "out");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["a.png"], _workspace.Files("out"));

        // A picture is no text: it is not swallowed.
        Assert.Equal(2, _workspace.Spotter("faces", "a.png", "--label", "mug/b.png", "--json").OutputLines.Length);
    }

    [Fact]
    public void Faces_OutputInANewFolder_MakesIt()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Assert.Equal(0, _workspace.Spotter("faces", "clip.mp4", "-o", "new/deep/x.mp4").ExitCode);
        Assert.Equal(0, _workspace.Spotter("faces", "a.png", "-o", "other/x.jpg").ExitCode);
        Assert.Equal(0, _workspace.Spotter("faces", "a.png", "-o", "run.2").ExitCode);
        Assert.Equal(["x.mp4"], _workspace.Files("new/deep"));
        Assert.Equal(["x.jpg"], _workspace.Files("other"));
        Assert.Equal(["a.png"], _workspace.Files("run.2"));
    }

    [Fact]
    public void Faces_AnimatedGifToAVideo_IsAVideo()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Assert.Equal(
            0,
            Run.Of(
                "ffmpeg",
                ["-v", "error", "-i", "clip.mp4", "-frames:v", "6", "moves.gif"],
                _workspace.Folder
            ).ExitCode
        );
        Run video = _workspace.Spotter("faces", "moves.gif", "-o", "x.mp4");
        Assert.True(video.ExitCode == 0, video.Error);
        Assert.Equal("6", SampleVideos.Probe(_workspace.PathOf("x.mp4"), "v:0", "nb_frames").Single());
        Assert.Equal(0, _workspace.Spotter("faces", "moves.gif", "-o", "still.png").ExitCode);
        Assert.True(Picture.Load(_workspace.PathOf("still.png")).Width > 100);
    }
}
