using System.Text;
using System.Text.Json;
using Spotter.Batches;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Images;
using Spotter.Workshop.Evaluations;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Tests.Evaluations;

/// <summary>
/// A detector finds bright squares in three pictures; its mistakes are planned, so that every figure is known
/// beforehand.
/// </summary>
public sealed class DetectorEvaluationTests : IDisposable
{
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private static readonly Box First = new(10, 10, 20, 20);
    private static readonly Box Second = new(60, 10, 20, 20);
    private static readonly Box Nothing = new(10, 50, 20, 20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_PlannedMistakes_GivesTheFiguresWorkedOutByHand()
    {
        EvaluationReport report = Run([Model()], Labels(), new EvaluationOptions { Classes = ["face"] });
        ModelEvaluation model = Assert.Single(report.Models);
        Assert.Equal((3, 3), (report.Pictures, report.Objects));

        // Scores: 9 hit, 8 false, 7 hit; what is missed is missed at every threshold. As run, 8 and better count.
        Assert.Equal([9d, 8, 7], model.Curve.Points.Skip(1).Select(static p => p.Threshold));
        Assert.Equal((1.0 / 3) + (1.0 / 3 * 2 / 3), model.Curve.AveragePrecision, 9);
        Assert.Equal((1, 1), (model.AsRun.Hits, model.AsRun.FalseAlarms));
        Assert.Equal(1.0 / 3, model.Curve.AtFalseAlarms(0.1).Recall, 9);
        Assert.Equal(2.0 / 3, model.Curve.AtFalseAlarms(1).Recall, 9);
        Assert.True(model.MillisecondsPerPicture >= 0);
    }

    [Fact]
    public void At_Threshold_KeepsWhatReachesIt()
    {
        EvaluationReport report = Run([Model()], Labels(), new EvaluationOptions { Classes = ["face"] });
        PictureEvaluation first = report.Models[0].Pictures[0];
        Assert.Equal([1], first.At(8).Missed);
        Assert.Empty(first.At(7).Missed);
        Assert.Same(first.AsRun, first.At(null));
    }

    [Fact]
    public void Run_MinHeight_LeavesSmallThingsOut()
    {
        EvaluationReport report = Run(
            [Model()],
            Labels(),
            new EvaluationOptions { Classes = ["face"], MinHeight = 21 }
        );
        Assert.Equal(0, report.Objects);
        Assert.Equal(1, report.Models[0].Curve.Points[^1].FalseAlarms);
    }

    [Fact]
    public void Run_BrokenPicture_IsNamedAndPassedOver()
    {
        LabelSet labels = Labels();
        File.WriteAllText(labels.Pictures[1].Path, "broken since");
        var problems = new List<string>();
        EvaluationReport report = Run([Model(), Model()], labels, new EvaluationOptions { Classes = ["face"] }, step =>
            problems.Add(step.Latest.Problem ?? "")
        );
        Assert.Equal(2, report.Pictures);
        Assert.Contains(labels.Pictures[1].Path, Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal(6, problems.Count);
    }

    [Fact]
    public void Run_SeveralClassesAndNoneChosen_AsksForOne()
    {
        LabelException e = Assert.Throws<LabelException>(() => Run([Model()], Labels(), new EvaluationOptions()));
        Assert.Contains("several classes (face, dog); choose with --class", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownClass_NamesThoseThereAre()
    {
        LabelException e = Assert.Throws<LabelException>(() =>
            Run([Model()], Labels(), new EvaluationOptions { Classes = ["cat"] })
        );
        Assert.Contains(
            "--class cat: the labels have no such class; they have face, dog",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Run_DetectorOfOtherLabels_AsksWhichCount()
    {
        var many = new ModelUnderTest("many", new PlannedDetector(["person", "car"]));
        LabelException e = Assert.Throws<LabelException>(() =>
            Run([many], Labels(), new EvaluationOptions { Classes = ["face"] })
        );
        Assert.Contains(
            "many: finds none of face; say with --detections which of its labels count: person, car",
            e.Message,
            StringComparison.Ordinal
        );
        EvaluationReport report = Run(
            [many],
            Labels(),
            new EvaluationOptions { Classes = ["face"], DetectorLabels = ["person"] }
        );
        Assert.Equal(2, report.Models[0].Curve.Points[^1].Hits);
    }

    [Fact]
    public void Run_NoPictures_SaysSo() =>
        Assert.Throws<LabelException>(() => Run([Model()], new LabelSet([], [], []), new EvaluationOptions()));

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            DetectorEvaluation.Run([Model()], Labels(), new EvaluationOptions { Classes = ["face"] }, null, stop.Token)
        );
    }

    [Fact]
    public void Line_OfAReport_HasEveryPoint()
    {
        EvaluationReport report = Run([Model()], Labels(), new EvaluationOptions { Classes = ["face"] });
        JsonElement model = JsonSerializer
            .SerializeToElement(EvaluationLine.Of(report, falseAlarms: 0), SnakeCase)
            .GetProperty("models")[0];
        Assert.Equal(3, model.GetProperty("curve").GetArrayLength());
        Assert.Equal(9, model.GetProperty("chosen").GetProperty("threshold").GetDouble());
        Assert.Equal(JsonValueKind.Null, model.GetProperty("as_run").GetProperty("threshold").ValueKind);
        Assert.Equal(0.555556, model.GetProperty("average_precision").GetDouble());
    }

    [Fact]
    public void Write_Report_LeavesAPageThatNeedsNothingElse()
    {
        EvaluationReport report = Run([Model()], Labels(), new EvaluationOptions { Classes = ["face"] });
        string folder = _folder.PathOf("report");
        EvaluationFiles.Write(folder, report, falseAlarms: null, new(), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["false_alarms.png", "misses.png", "precision_recall.png", "report.html", "roc.png"],
            Directory
                .GetFiles(folder)
                .Select(Path.GetFileName)
                .Where(static name => name![0] != '.')
                .Order(StringComparer.Ordinal)
        );
        string page = File.ReadAllText(Path.Combine(folder, "report.html"), Encoding.UTF8);
        Assert.Equal(4, page.Split("data:image/png;base64,").Length - 1);
        Assert.Contains("planned &amp; known", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.True(Picture.Load(Path.Combine(folder, "roc.png")).Width > 500);
    }

    private static EvaluationReport Run(
        IReadOnlyList<ModelUnderTest> models,
        LabelSet labels,
        EvaluationOptions options,
        Action<BatchProgress>? progress = null
    ) => DetectorEvaluation.Run(models, labels, options, progress, TestContext.Current.CancellationToken);

    private static ModelUnderTest Model() => new("planned & known", new PlannedDetector(["face"]));

    private LabelSet Labels()
    {
        LabelledPicture[] pictures =
        [
            Paint(
                "a.png",
                1,
                new LabelledBox(First, "face"),
                new LabelledBox(Second, "face"),
                new LabelledBox(Nothing, "dog")
            ),
            Paint("b.png", 2, new LabelledBox(First, "face")),
            Paint("c.png", 3),
        ];
        return new LabelSet(pictures, ["face", "dog"], []);
    }

    // The first pixel tells the detector which picture it has.
    private LabelledPicture Paint(string name, byte number, params LabelledBox[] boxes)
    {
        var image = new BgrImage(100, 80);
        image.Pixels.AsSpan(0, 3).Fill(number);
        string path = _folder.PathOf(name);
        image.Save(path);
        return new LabelledPicture(path, new BoxSize(image.Width, image.Height), boxes);
    }

    private sealed class PlannedDetector(string[] labels) : IDetector
    {
        private const double UsualMinScore = 8;

        public IReadOnlyList<string> Labels => labels;

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Detection[] all = frame.Bgr.Pixels[0] switch
            {
                1 => [new Detection(First, 9, labels[0]), new Detection(Second, 7, labels[0])],
                2 => [],
                _ => [new Detection(Nothing, 8, labels[0])],
            };
            return [.. all.Where(detection => detection.Score >= (options?.MinScore ?? UsualMinScore))];
        }
    }
}
