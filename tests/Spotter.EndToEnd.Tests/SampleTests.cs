using System.Diagnostics;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;

namespace Spotter.EndToEnd.Tests;

/// <summary>The sample programs, compiled and run as their users do.</summary>
[Collection("display")]
public sealed class SampleTests : IDisposable, IClassFixture<Screen>
{
    private static readonly HashSet<string> Compiled = new(StringComparer.Ordinal);

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void FaceDetector_Photograph_DrawsTheFace()
    {
        Run run = Run.Of("dotnet", Command("face_detector", SamplePictures.WithFace), _workspace.Folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("1 found", run.Output, StringComparison.Ordinal);
        Assert.Equal(Picture.Load(SamplePictures.WithFace).Width, Picture.Load(_workspace.PathOf("faces.png")).Width);
    }

    [Theory]
    [InlineData("face_detector", "faces")]
    [InlineData("smile_detector", "smiles")]
    [InlineData("car_and_pedestrian_tracker", "cars and people")]
    public async Task Sample_Video_ShowsAWindowThatClosesOnQ(string sample, string title)
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"), loops: 40);
        using Process process = Run.Start("dotnet", Command(sample, "clip.mp4"), _workspace.Folder, isOnScreen: true);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string window = await Screen.FindWindowAsync($"^{title}$");
        bool isClosed = await Screen.CloseAsync(
            window,
            "q",
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
    }

    [Theory]
    [InlineData("face_detector")]
    [InlineData("smile_detector")]
    [InlineData("car_and_pedestrian_tracker")]
    public void Sample_MissingCamera_SaysSoInOneLine(string sample)
    {
        Run run = Run.Of("dotnet", Command(sample, "camera:77"), _workspace.Folder, isOnScreen: true);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("camera", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("face_detector", 40)]
    [InlineData("smile_detector", 40)]
    [InlineData("car_and_pedestrian_tracker", 40)]
    public void Sample_Length_IsOneScreen(string sample, int lines) =>
        Assert.InRange(File.ReadLines(PathOf(sample)).Count(), 10, lines);

    /// <summary>Compiles a sample, the first time, and answers the arguments of dotnet that run it.</summary>
    private static string[] Command(string sample, string source)
    {
        lock (Compiled)
        {
            if (Compiled.Add(sample))
            {
                Run build = Run.Of("dotnet", ["build", PathOf(sample), "--nologo", "-v", "quiet"], Repository.Root);
                Assert.True(build.ExitCode == 0, build.Output + build.Error);
            }
        }

        return ["run", "--no-build", PathOf(sample), source];
    }

    private static string PathOf(string sample) => Repository.PathOf("samples", sample + ".cs");
}
