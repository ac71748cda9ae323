using OpenCvSharp;
using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Cascades;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors;

public sealed class CascadeTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(CascadeFeatureType.Lbp)]
    [InlineData(CascadeFeatureType.Haar)]
    public void Train_ToyObjects_FindsThemWhereOpenCvDoes(CascadeFeatureType type)
    {
        CascadeTrainingResult result = new CascadeTrainer(Data(), Options(type)).Train(null, Cancellation);
        string file = Path.Combine(_folder, "cascade.xml");
        File.WriteAllBytes(file, Xml(result.Model));
        using var openCv = new CascadeClassifier(file);
        var detector = new CascadeDetector(CascadeModel.Load(file), "toy");
        int found = 0;
        int objects = 0;
        for (int seed = 1000; seed < 1010; seed++)
        {
            (GrayImage picture, Box[] truth) = ToyWorld.Picture(seed);
            foreach (int neighbours in new[] { 0, 3 })
            {
                var options = new DetectionOptions { ScaleFactor = 1.1, MinNeighbors = neighbours };
                Box[] ours = [.. detector.Detect(new Frame(picture), options, Cancellation).Select(static d => d.Box)];
                Assert.Equal(Sorted(OpenCvBoxes(openCv, picture, neighbours)), Sorted(ours));
                if (neighbours > 0)
                {
                    objects += truth.Length;
                    found += truth.Count(box => ours.Any(other => other.IntersectionOverUnion(box) > 0.4));
                }
            }
        }

        Assert.InRange(found, objects * 8 / 10, objects);
        Assert.InRange(result.Measure.Roc[0].DetectionRate!.Value, 0.8, 1);
        Assert.InRange(result.Measure.Roc[0].FalseAlarmsPerScene!.Value, 0, 1);
    }

    [Theory]
    [InlineData(CascadeFeatureType.Lbp)]
    [InlineData(CascadeFeatureType.Haar)]
    public void Train_ContinuedAfterAStage_GivesTheSameModelAsAnUnbrokenRun(CascadeFeatureType type)
    {
        var states = new List<CascadeTrainingState>();
        CascadeTrainingOptions options = Options(type) with { Stages = 4, Threads = 2 };
        var unbroken = new CascadeTrainer(Data(), options) { StageFinished = states.Add };
        byte[] expected = Xml(unbroken.Train(null, Cancellation).Model);

        // As a checkpoint keeps it, and on another number of threads.
        using var saved = new MemoryStream(Xml(states[1].Model));
        var state = new CascadeTrainingState(CascadeModel.Load(saved, "saved"), states[1].Stages, states[1].Negatives);
        CascadeTrainingResult continued = new CascadeTrainer(Data(), options with { Threads = 1 }).Train(
            state,
            Cancellation
        );

        Assert.Equal(expected, Xml(continued.Model));
        Assert.Equal(states.Count, continued.Stages.Count);
    }

    [Fact]
    public void Train_AnotherSeed_GivesAnotherModel()
    {
        CascadeTrainingOptions options = Options(CascadeFeatureType.Lbp) with { Stages = 2 };
        byte[] one = Xml(new CascadeTrainer(Data(), options).Train(null, Cancellation).Model);
        byte[] other = Xml(new CascadeTrainer(Data(), options with { Seed = 2 }).Train(null, Cancellation).Model);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Train_NegativesThatRunOut_EndsWithWhatItReached()
    {
        var few = Data() with { Scenes = ToyWorld.Scenes(1, seed: 5) };
        CascadeTrainingResult result = new CascadeTrainer(
            few,
            Options(CascadeFeatureType.Lbp) with
            {
                Stages = 50,
            }
        ).Train(null, Cancellation);
        Assert.Equal(DetectorTrainingEnd.NegativesRanOut, result.End);
        Assert.InRange(result.Model.Stages.Length, 1, 49);
        Assert.Equal(result.Stages.Count, result.Model.Stages.Length);
    }

    [Fact]
    public void Train_ScenesSmallerThanTheWindow_SaysThatTheyAreTooFew()
    {
        var tiny = new ToyScenes([new Scene("tiny", new Frame(new GrayImage(10, 10)), [])]);
        var trainer = new CascadeTrainer(Data() with { Scenes = tiny }, Options(CascadeFeatureType.Lbp));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => trainer.Train(null, Cancellation));
        Assert.Contains("too few", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_FlatObjects_SaysSo()
    {
        var flat = new ObjectExample("flat", new Frame(new GrayImage(30, 30)), new Box(0, 0, 30, 30));
        var trainer = new CascadeTrainer(Data() with { Positives = [flat] }, Options(CascadeFeatureType.Haar));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => trainer.Train(null, Cancellation));
        Assert.Contains("flat", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        var trainer = new CascadeTrainer(Data(), Options(CascadeFeatureType.Lbp))
        {
            StageFinished = _ => source.Cancel(),
        };
        Assert.Throws<OperationCanceledException>(() => trainer.Train(null, source.Token));
    }

    [Theory]
    [InlineData(40, 40, 24, 24)]
    [InlineData(40, 80, 24, 48)]
    [InlineData(90, 30, 72, 24)]
    [InlineData(16, 16, 16, 16)]
    public void Plan_ObjectsOfOneSize_HaveAWindowOfTheirProportions(
        int width,
        int height,
        int windowWidth,
        int windowHeight
    )
    {
        var example = new ObjectExample("x", new Frame(new GrayImage(width, height)), new Box(0, 0, width, height));
        CascadePlan plan = new CascadeTrainer(Data() with { Positives = [example] }).Plan;
        Assert.Equal(new BoxSize(windowWidth, windowHeight), plan.WindowSize);
    }

    private static DetectorDataset Data() =>
        new(
            ToyWorld.Crops(150, 30, seed: 1),
            ToyWorld.Scenes(12, seed: 100),
            ToyWorld.Crops(50, 30, seed: 2),
            ToyWorld.Scenes(4, seed: 200)
        );

    private static CascadeTrainingOptions Options(CascadeFeatureType type) =>
        new()
        {
            FeatureType = type,
            WindowSize = new BoxSize(16, 16),
            Stages = 6,
            IsMirrored = true,
            Threads = 2,
        };

    private static byte[] Xml(CascadeModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }

    private static Box[] OpenCvBoxes(CascadeClassifier classifier, GrayImage gray, int neighbours)
    {
        using Mat mat = Mat.FromPixelData(gray.Height, gray.Width, MatType.CV_8UC1, gray.Pixels);
        return
        [
            .. classifier
                .DetectMultiScale(mat, 1.1, neighbours)
                .Select(static r => new Box(r.X, r.Y, r.Width, r.Height)),
        ];
    }

    private static Box[] Sorted(IEnumerable<Box> boxes) =>
        [
            .. boxes
                .OrderBy(static b => b.Y)
                .ThenBy(static b => b.X)
                .ThenBy(static b => b.Width)
                .ThenBy(static b => b.Height),
        ];
}
