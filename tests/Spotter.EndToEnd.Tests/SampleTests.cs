using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;

namespace Spotter.EndToEnd.Tests;

public sealed class SampleTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void FaceDetector_Photograph_DrawsTheFace()
    {
        string sample = Repository.PathOf("samples", "face_detector.cs");
        Run run = Run.Of("dotnet", ["run", sample, SamplePictures.WithFace], _workspace.Folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("1 found", run.Output, StringComparison.Ordinal);
        Assert.Equal(Picture.Load(SamplePictures.WithFace).Width, Picture.Load(_workspace.PathOf("faces.png")).Width);
        Assert.True(File.ReadLines(sample).Count() < 30, "the course's first program is under 30 lines");
    }
}
