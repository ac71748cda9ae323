using System.Globalization;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;

namespace Spotter.EndToEnd.Tests;

public sealed class ClassifierSampleTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void ImageClassifier_GeneratedPictures_LearnsAndDraws()
    {
        string sample = Repository.PathOf("samples", "image_classifier.cs");
        string data = BandPictures.Write(_workspace.PathOf("bands"), train: 500, test: 100);
        Run run = Run.Of("dotnet", ["run", sample, data], _workspace.Folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        string accuracy = run.OutputLines.Single(line => line.StartsWith("test accuracy: ", StringComparison.Ordinal))[
            15..
        ];
        Assert.InRange(double.Parse(accuracy, CultureInfo.InvariantCulture), 0.8, 1);
        Assert.Equal(10, run.OutputLines.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.True(Picture.Load(_workspace.PathOf("predictions.png")).Width > 500);
        Assert.True(Picture.Load(_workspace.PathOf("clothes.png")).Width > 500);
        Assert.True(File.ReadLines(sample).Count() <= 40, "the course's fourth program is 40 lines at most");
    }
}
