using System.Diagnostics;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.EndToEnd.Tests;

/// <summary>The sample programs and the steps to them, run on real input as their users run them.</summary>
[Collection("display")]
public sealed class SampleTests(SampleBundle bundle) : IDisposable, IClassFixture<Screen>, IClassFixture<SampleBundle>
{
    private readonly Workspace _workspace = new();

    /// <summary>A photograph with a face that fits on the display.</summary>
    private string Photograph
    {
        get
        {
            string path = _workspace.PathOf("photo.png");
            BgrImage large = Picture.Load(SamplePictures.WithFace).Bgr;
            large.Resize(large.Width / 2, large.Height / 2).Save(path);
            return path;
        }
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task FaceDetector_ByDotnetRun_ShowsThePhotographUntilAnyKey()
    {
        string sample = Repository.PathOf("samples", "face_detector.cs");
        // What it references is built already, by whoever built these tests.
        Run build = Run.Of(
            "dotnet",
            ["build", sample, "--nologo", "-v", "quiet", "-p:BuildProjectReferences=false"],
            Repository.Root
        );
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        using Process process = Run.Start(
            "dotnet",
            ["run", "--no-build", sample, Photograph],
            _workspace.Folder,
            isOnScreen: true
        );
        string output = await CloseAsync(process, "^faces$", "x", Photograph);
        Assert.Matches(@"^\d+, \d+, \d+ x \d+\n$", output);

        // The samples' own build makes one line of an error.
        Run failed = Run.Of(
            "dotnet",
            ["run", "--no-build", sample, "missing.jpg"],
            _workspace.Folder,
            isOnScreen: true
        );
        Assert.Equal(1, failed.ExitCode);
        Assert.Equal("missing.jpg: there is no such file or folder; check the name", Assert.Single(failed.ErrorLines));
    }

    [Theory]
    [InlineData("smile_detector", "smiles", "")]
    [InlineData("01_one_rectangle", "one rectangle", "")]
    [InlineData("02_loop_over_faces", "faces", @"^1 faces\n\d+, \d+, \d+ x \d+\n$")]
    [InlineData("03_colors_and_circles", "colors and circles", "")]
    [InlineData("06_nested_smiles", "nested smiles", "")]
    [InlineData("07_text", "text", "")]
    [InlineData("08_eyes", "eyes", "")]
    [InlineData("09_frontal_or_profile", "frontal or profile", "^1 from the front, . from the side, . faces\n$")]
    public async Task Sample_Photograph_IsDrawnOnAndShownUntilAnyKey(string sample, string title, string says)
    {
        using Process process = bundle.Start(_workspace.Folder, sample, Photograph);
        Assert.Matches(says, await CloseAsync(process, $"^{title}$", "x", Photograph));
    }

    [Theory]
    [InlineData("face_detector", "faces")]
    [InlineData("face_detector_tracked", "faces")]
    [InlineData("smile_detector", "smiles")]
    [InlineData("smile_detector_tracked", "smiles")]
    [InlineData("car_and_pedestrian_tracker", "cars and people")]
    [InlineData("car_and_pedestrian_tracker_tracked", "cars and people")]
    [InlineData("05_video_loop", "video loop")]
    [InlineData("10_skipping_frames", "skipping frames")]
    public async Task Sample_Video_ShowsAWindowThatClosesOnQ(string sample, string title)
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"), loops: 40);
        using Process process = bundle.Start(_workspace.Folder, sample, "clip.mp4");
        await CloseAsync(process, $"^{title}$", "q");
    }

    [Theory]
    [InlineData("face_detector")]
    [InlineData("smile_detector_tracked")]
    [InlineData("car_and_pedestrian_tracker")]
    public async Task Sample_MissingCamera_SaysSoInOneLine(string sample)
    {
        using Process process = bundle.Start(_workspace.Folder, sample, "camera:77");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("camera", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void GrayChannelDim_Photograph_WritesThreePictures()
    {
        Frame before = Picture.Load(Photograph);
        Run run = bundle.RunToEnd(_workspace.Folder, "04_gray_channel_dim", Photograph);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(before.Bgr.ToGray().Pixels, Load("gray.png").Gray.Pixels);
        Assert.Equal(before.Only(ColorChannel.Blue).Bgr.Pixels, Load("blue.png").Bgr.Pixels);
        Assert.Equal(before.Dim(0.3).Bgr.Pixels, Load("dim.png").Bgr.Pixels);
        Assert.Contains(before[new(0, 0, 3, 2)].Copy().Numbers(), run.Output, StringComparison.Ordinal);

        Frame Load(string name) => Picture.Load(_workspace.PathOf(name));
    }

    // What the course's programs have without blank lines and comments, imports counted.
    [Theory]
    [InlineData("face_detector", 16)]
    [InlineData("car_and_pedestrian_tracker", 25)]
    [InlineData("smile_detector", 22)]
    [InlineData("image_classifier", 20)]
    public void Sample_Code_IsShort(string sample, int lines)
    {
        string[] all = File.ReadAllLines(Repository.PathOf("samples", sample + ".cs"));
        Assert.InRange(all.Count(static line => line.Trim() is not ("" or ['#' or '/', ..])), 8, lines);
        Assert.InRange(all.Length, 10, 40);
    }

    // Waits until the window shows what was drawn on the photograph, if there is one, and presses a key.
    private static async Task<string> CloseAsync(Process process, string title, string key, string? photograph = null)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string window = await Screen.FindWindowAsync(title);
        if (photograph is not null)
        {
            BgrImage before = Picture.Load(photograph).Bgr;
            await Waiting.UntilAsync(() => IsDrawnOn(before, Screen.Capture(window)), "no drawing in the window");
        }

        bool isClosed = await Screen.CloseAsync(
            window,
            key,
            () => process.HasExited,
            TestContext.Current.CancellationToken
        );
        if (!isClosed)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(isClosed, await output + await error);
        Assert.Equal("", await error);
        Assert.Equal(0, process.ExitCode);
        return await output;
    }

    // Lines and letters are some pixels of the photograph, and not most of them.
    private static bool IsDrawnOn(BgrImage before, byte[] shot)
    {
        if (shot.Length == 0)
        {
            return false;
        }

        BgrImage after = Picture.Load(shot).Bgr;
        if (after.Width != before.Width || after.Height != before.Height)
        {
            return false;
        }

        int changed = before.Pixels.Zip(after.Pixels).Count(static pair => Math.Abs(pair.First - pair.Second) > 60);
        return changed > 100 && changed < before.Pixels.Length / 4;
    }
}
