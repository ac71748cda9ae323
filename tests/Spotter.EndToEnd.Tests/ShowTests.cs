using System.Diagnostics;
using System.Globalization;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests;

[Collection("display")]
public sealed class ShowTests : IDisposable, IClassFixture<Screen>
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Faces_ShowOfAPicture_ShowsItUntilAnyKey()
    {
        _workspace.Write("still.png", SamplePictures.Blank());
        using Process process = Run.Start(
            Workspace.ToolPath,
            ["faces", "still.png", "--show", "window"],
            _workspace.Folder,
            isOnScreen: true
        );
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string window = await Screen.FindWindowAsync("^spotter: still.png$");
        bool isClosed = await Screen.CloseAsync(
            window,
            "x",
            () => process.HasExited,
            TestContext.Current.CancellationToken
        );
        if (!isClosed)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(isClosed, await output + await error);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("still.png: no faces\n", await output);
        Assert.Equal(["still.png"], _workspace.Files("."));
    }

    [Fact]
    public void Faces_ShowWithoutADisplay_SaysWhereElseItCanBeSeen()
    {
        _workspace.Write("still.png", SamplePictures.Blank());
        Run run = _workspace.Spotter("faces", "still.png", "--show", "window");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("--show browser", run.Error, StringComparison.Ordinal);
        Assert.Contains("--show terminal", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_NumbersOfAPicture_PrintsItsPixels()
    {
        var image = new BgrImage([10, 20, 30, 40, 50, 60], 2, 1);
        _workspace.Write("two.png", image.Encode(PictureFormat.Png));
        Assert.Equal(" 10  20  30 |  40  50  60\n", _workspace.Spotter("show", "two.png", "--numbers").Output);
        Assert.Equal(" 60\n", _workspace.Spotter(Part("--channel", "red", "--gray")).Output);
        Assert.Equal(" 20  25  30\n", _workspace.Spotter(Part("--dim", "0.5")).Output);
        Run outside = _workspace.Spotter("show", "two.png", "--numbers", "--roi", "1,0,2,1");
        Assert.Equal(2, outside.ExitCode);
        Assert.Contains("reaches outside of the 2x1 picture", outside.Error, StringComparison.Ordinal);

        static string[] Part(params string[] more) => ["show", "two.png", "--numbers", "--roi", "1,0,1,1", .. more];
    }

    [Fact]
    public void Show_PictureOfADataSet_IsLabelledAndWritten()
    {
        BandPictures.Write(_workspace.PathOf("bands"), train: 20, test: 10);
        string[] source = ["show", "fashion-mnist", "--data", "bands", "--picture"];
        Run run = _workspace.Spotter([.. source, "3", "--part", "test", "-o", "dress.png"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("fashion-mnist, picture 3: Dress\n", run.Output);
        Assert.Equal(28, Picture.Load(_workspace.PathOf("dress.png")).Width);
        Run beyond = _workspace.Spotter([.. source, "20"]);
        Assert.Equal(2, beyond.ExitCode);
        Assert.Contains("has the pictures 0 to 19", beyond.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_GrayVideo_IsWrittenWithAllItsFrames()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter("show", "clip.mp4", "--gray", "-o", "gray.mp4");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            SampleVideos.Probe(_workspace.PathOf("clip.mp4"), "v", "nb_frames"),
            SampleVideos.Probe(_workspace.PathOf("gray.mp4"), "v", "nb_frames")
        );
        string[] numbers = _workspace
            .Spotter("show", "gray.mp4", "--picture", "5", "--numbers", "--roi", "100,60,1,1")
            .Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] pixel = [.. numbers.Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
        Assert.InRange(pixel.Max() - pixel.Min(), 0, 3);
    }
}
