using Spotter.Learning.Detectors;
using Spotter.Media;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

public sealed class DetectorRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunRepository _runs;

    public DetectorRunTests() => _runs = new RunRepository(_folder.PathOf("runs"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Begin_AfterAnInterruption_GoesOnInTheSameFolder()
    {
        using (DetectorRun first = DetectorRun.Begin(_runs, Configuration("ABC"), resumes: false))
        {
            first.Add(new DetectorMeasurement(250, 0.5, 0.4, 0.001, 0.1));
            first.Add(new DetectorMeasurement(500, 0.4, 0.3, 0.001, null));
            Assert.Equal(RunState.Running, first.Folder.State);
        }

        RunFolder folder = Assert.Single(_runs.ListDetectors());
        Assert.Equal(RunState.Interrupted, folder.State);
        using (DetectorRun second = DetectorRun.Begin(_runs, Configuration("ABC"), resumes: true))
        {
            Assert.Equal(folder.FullPath, second.Folder.FullPath);

            // The killed process went further than its last checkpoint.
            second.Add(new DetectorMeasurement(500, 0.41, 0.31, 0.001, 0.2));
        }

        Assert.Equal(
            [new(250, 0.5, 0.4, 0.001, 0.1), new DetectorMeasurement(500, 0.41, 0.31, 0.001, 0.2)],
            DetectorMeasurement.ReadAll(folder)
        );
        Assert.True(File.Exists(folder.ReportPath));
    }

    [Theory]
    [InlineData("DEF", true)]
    [InlineData("ABC", false)]
    public void Begin_OfAnotherTraining_MakesAnotherFolder(string fingerprint, bool resumes)
    {
        DetectorRun.Begin(_runs, Configuration("ABC"), resumes: false).Dispose();
        DetectorRun.Begin(_runs, Configuration(fingerprint), resumes).Dispose();
        Assert.Equal(2, _runs.ListDetectors().Count);
    }

    [Fact]
    public void Find_ADetectorsRun_SaysThatItIsNoClassifiers()
    {
        using DetectorRun run = DetectorRun.Begin(_runs, Configuration("ABC"), resumes: false);
        Assert.Empty(_runs.List());
        RunException problem = Assert.Throws<RunException>(() => _runs.Find(run.Folder.Name));
        Assert.Contains("is the run of a detector", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadAll_DamagedFigures_NamesTheFile()
    {
        using DetectorRun run = DetectorRun.Begin(_runs, Configuration("ABC"), resumes: false);
        File.WriteAllText(run.Folder.PathOf(DetectorRun.MetricsName), "step,score_loss\nmany,few\n");
        RunException problem = Assert.Throws<RunException>(() => DetectorMeasurement.ReadAll(run.Folder));
        Assert.Contains(DetectorRun.MetricsName, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ANetwork_LeavesARunWithModelFiguresAndReport()
    {
        string output = _folder.PathOf("mug.network");
        DetectorTrainingSummary summary = new DetectorTraining(
            new DetectorTrainingOptions
            {
                Labels = [DrawPictures(12)],
                Output = output,
                Steps = 2,
                Threads = 2,
                Runs = _runs.Folder,
            }
        ).Run(TestContext.Current.CancellationToken);
        RunFolder run = Assert.Single(_runs.ListDetectors());
        Assert.Equal("mug-1", run.Name);
        Assert.Equal(RunState.Finished, run.State);
        Assert.Equal(run.ReportPath, summary.Report);
        Assert.Equal(File.ReadAllBytes(output), File.ReadAllBytes(run.NetworkPath));
        DetectorRunConfiguration configuration = run.ReadDetector();
        Assert.Equal(["mug"], configuration.Labels);
        Assert.InRange(configuration.KeptAside, 1, 4);
        IReadOnlyList<DetectorMeasurement> measured = DetectorMeasurement.ReadAll(run);
        Assert.Equal([1, 2], measured.Select(static one => one.Step));
        Assert.NotNull(measured[0].AveragePrecision);
        DetectorMeasurement last = measured[^1];
        Assert.InRange(last.ScoreLoss, 1e-6, 100);
        DetectorRunResult result = run.ReadDetectorResult()!;
        Assert.Equal(last.AveragePrecision!.Value, result.AveragePrecision!.Value, 1e-4);
        Assert.Equal(configuration.KeptAside, result.Development.Scenes);
        string page = File.ReadAllText(run.ReportPath);
        Assert.Contains("What it does on pictures kept aside", page, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.True(File.Exists(run.PathOf("roc.png")));
        Assert.True(File.Exists(run.PathOf(DetectorRun.CurvesName)));
    }

    private DetectorRunConfiguration Configuration(string fingerprint) =>
        new(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            "network",
            _folder.PathOf("mug.network"),
            ["labels"],
            ["mug"],
            "a plan",
            1000,
            10,
            2,
            1
        )
        {
            Fingerprint = fingerprint,
        };

    // A bright square on noise a picture, in the layout of YOLO.
    private string DrawPictures(int count)
    {
        string data = _folder.PathOf("data");
        Directory.CreateDirectory(Path.Combine(data, "images"));
        Directory.CreateDirectory(Path.Combine(data, "labels"));
        File.WriteAllText(Path.Combine(data, "data.yaml"), "names: [mug]\n");
        var random = new Random(5);
        for (int i = 0; i < count; i++)
        {
            var image = new BgrImage(96, 96);
            random.NextBytes(image.Pixels);
            for (int y = 30; y < 60; y++)
            {
                image.Pixels.AsSpan(((y * 96) + 30 + i) * 3, 90).Fill(250);
            }

            image.Save(Path.Combine(data, "images", $"{i}.png"));
            File.WriteAllText(
                Path.Combine(data, "labels", $"{i}.txt"),
                FormattableString.Invariant($"0 {(45.0 + i) / 96:0.####} {45.0 / 96:0.####} 0.3125 0.3125\n")
            );
        }

        return data;
    }
}
