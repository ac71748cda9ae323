using System.Globalization;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>The samples and steps about networks, on generated pictures.</summary>
public sealed class ClassifierSampleTests : IDisposable, IClassFixture<SampleBundle>
{
    private readonly SampleBundle _bundle;
    private readonly Workspace _workspace = new();
    private readonly string _data;

    public ClassifierSampleTests(SampleBundle bundle)
    {
        _bundle = bundle;
        _data = BandPictures.Write(_workspace.PathOf("bands"), train: 500, test: 100);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void ImageClassifier_GeneratedPictures_LearnsSavesAndAnswers()
    {
        Run run = Sample("image_classifier");
        Assert.Equal(10, run.OutputLines.Count(static line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        string test = run.OutputLines.Single(static line => line.StartsWith("test: loss ", StringComparison.Ordinal));
        Assert.InRange(double.Parse(test.Split(' ')[^1], CultureInfo.InvariantCulture), 0.8, 1);
        Assert.Contains("answer: T-shirt/top, label: T-shirt/top", run.OutputLines);
        Assert.Equal(10, run.OutputLines.Count(static line => line.Contains('%', StringComparison.Ordinal)));
        Assert.Contains("clothes.network", _workspace.Files("."));
    }

    [Fact]
    public void Steps_GeneratedPictures_SayWhatTheyTeach()
    {
        string[] set = Sample("11_data_set", "3").OutputLines;
        Assert.Equal("500 pictures to learn from, 100 to be tested with, 28 x 28 x 1 each", set[0]);
        Assert.Equal("picture 3 is labelled 3: Dress", set[^1]);
        Assert.Equal(28, set.Count(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 28));

        Assert.Contains("101770", Sample("12_layers").Output, StringComparison.Ordinal);
        Assert.Equal(3, Sample("13_compile_and_fit").OutputLines.Length);
        Assert.Equal(
            10,
            Sample("14_predict")
                .OutputLines.Count(static line =>
                    line.EndsWith("right", StringComparison.Ordinal) || line.EndsWith("WRONG", StringComparison.Ordinal)
                )
        );
        string[] experiments = Sample("15_experiments").OutputLines;
        Assert.Equal(
            ["  0 units", " 64 units", "128 units", "128 units"],
            experiments.Select(line => line.Split(',')[0])
        );
    }

    private Run Sample(string name, params string[] more)
    {
        Run run = _bundle.RunToEnd(_workspace.Folder, [name, _data, .. more]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return run;
    }
}
