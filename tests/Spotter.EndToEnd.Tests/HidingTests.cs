using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class HidingTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_HiddenWithAStride_AreLookedForInEveryFrame()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        Run run = _workspace.Spotter("faces", "clip.mp4", "--draw", "blur", "--stride", "10", "-o", "safe.mp4");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Single(run.ErrorLines, static line =>
            line.Contains("every frame is searched, whatever the stride (10)", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("goes with --draw blur, pixelate or solid", "--mask-scale", "2")]
    [InlineData("goes with --draw blur, pixelate or solid", "--mask-scale", "2", "--draw", "corners")]
    [InlineData("must be 1 (the box alone) to 3", "--mask-scale", "0.9", "--draw", "blur")]
    [InlineData("must be 1 (the box alone) to 3", "--mask-scale", "3.1", "--draw", "solid")]
    public void Faces_MaskScaleOutOfPlace_SaysWhereItBelongs(string message, params string[] options)
    {
        Run run = _workspace.Spotter(["faces", "photo.jpg", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Road_OneLeastScoreForSomebodysModel_IsRefusedAndTheOthersAreNamed()
    {
        Run run = _workspace.Spotter("road", "street.mp4", "--car-model", "cars", "--min-score", "3");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "--car-min-score and --person-min-score",
            Assert.Single(run.ErrorLines),
            StringComparison.Ordinal
        );
    }
}
