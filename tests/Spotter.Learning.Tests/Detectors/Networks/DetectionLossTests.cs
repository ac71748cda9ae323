using Spotter.Learning.Detectors.Networks;
using Spotter.Learning.Execution;
using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Tests.Detectors.Networks;

public sealed unsafe class DetectionLossTests
{
    [Theory]
    [InlineData(-3, 0)]
    [InlineData(2, 0)]
    [InlineData(-1, 0.8)]
    [InlineData(4, 1)]
    [InlineData(-40, 0.5)]
    public void ScoreLoss_Slope_IsThatOfFiniteDifferences(float logit, float target)
    {
        const float Step = 1e-2f;
        DetectionLossOperation.ScoreLoss(logit, target, out float slope);
        double difference =
            (
                DetectionLossOperation.ScoreLoss(logit + Step, target, out _)
                - DetectionLossOperation.ScoreLoss(logit - Step, target, out _)
            ) / (2 * Step);
        Assert.Equal(difference, slope, 1e-3 * Math.Max(1, Math.Abs(difference)));
    }

    [Theory]
    [InlineData(0.2f, 0.1f, 0.4f, 0.6f)]
    [InlineData(1.5f, 1.2f, 1.4f, 1.6f)]
    [InlineData(-1, -1, 2, 2)]
    [InlineData(-3, -3, -3, -3)]
    public void BoxLoss_Slopes_AreThoseOfFiniteDifferences(float left, float top, float right, float bottom)
    {
        const float Step = 1e-3f;
        float* logs = stackalloc float[] { left, top, right, bottom };
        float* slopes = stackalloc float[4];
        float* unused = stackalloc float[4];
        var box = new TargetBox(10, 12, 50, 44, 0, 1);
        DetectionLossOperation.BoxLoss(logs, slopes, 28, 28, 8, box, factor: 3);
        for (int i = 0; i < 4; i++)
        {
            float value = logs[i];
            logs[i] = value + Step;
            double above = DetectionLossOperation.BoxLoss(logs, unused, 28, 28, 8, box, 1);
            logs[i] = value - Step;
            double below = DetectionLossOperation.BoxLoss(logs, unused, 28, 28, 8, box, 1);
            logs[i] = value;
            Assert.Equal(3 * (above - below) / (2 * Step), slopes[i], 0.02);
        }
    }

    [Fact]
    public void BoxLoss_SameBox_IsZero()
    {
        float* logs = stackalloc float[] { MathF.Log(2), MathF.Log(2), MathF.Log(3), MathF.Log(1) };
        float* slopes = stackalloc float[4];
        Assert.Equal(0, DetectionLossOperation.BoxLoss(logs, slopes, 20, 20, 8, new(4, 4, 44, 28, 0, 1), 1), 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_OneObject_AsksCellsAtItsMiddleAndNoOthers(int threads)
    {
        using var scene = new LossOfOneScene(threads);
        scene.Target.Background.Add(new BackgroundRegion(0, 0, 64, 64, 0, 1));
        scene.Target.Boxes.Add(new TargetBox(16, 16, 48, 48, 0, 1));
        scene.Run();
        for (int cell = 0; cell < 64; cell++)
        {
            (int row, int column) = Math.DivRem(cell, 8);
            bool isNear = Math.Abs((column * 8) + 4 - 32) < 12 && Math.Abs((row * 8) + 4 - 32) < 12;
            Assert.Equal(isNear, scene.Slope(cell, 0) < 0);
            Assert.Equal(isNear, scene.Slope(cell, 1) != 0);
        }
    }

    [Fact]
    public void Run_BackgroundThatDoesNotCount_LeavesItsCellsAlone()
    {
        using var scene = new LossOfOneScene(threads: 1);
        scene.Target.Background.Add(new BackgroundRegion(0, 0, 64, 64, 0, 1));
        scene.Target.Background.Add(new BackgroundRegion(0, 0, 32, 64, 0, 0));
        scene.Run();
        for (int cell = 0; cell < 64; cell++)
        {
            Assert.Equal(cell % 8 >= 4, scene.Slope(cell, 0) > 0);
        }
    }

    [Fact]
    public void Run_LessSureObject_CountsLess()
    {
        double Loss(float weight)
        {
            using var scene = new LossOfOneScene(threads: 1);
            scene.Target.Boxes.Add(new TargetBox(16, 16, 48, 48, 0, weight));
            scene.Run();
            return scene.Parts.Scores;
        }

        Assert.Equal(Loss(1) / 2, Loss(0.5f), 1e-9);
    }

    [Fact]
    public void Run_ObjectsAtOnePlace_ShareItsCells()
    {
        using var scene = new LossOfOneScene(threads: 1);
        scene.Target.Boxes.Add(new TargetBox(14, 16, 46, 48, 0, 1));
        scene.Target.Boxes.Add(new TargetBox(22, 16, 54, 48, 0, 1));
        scene.Run();
        Assert.InRange(scene.Operation.SampleFor(0).Owners.Count(static owner => owner == 0), 1, 9);
        Assert.InRange(scene.Operation.SampleFor(0).Owners.Count(static owner => owner == 1), 1, 9);
    }

    // A map of 8 x 8 cells of stride 8 that answers a score of 0.01 and distances of two strides everywhere.
    private sealed class LossOfOneScene : IDisposable
    {
        private const int Pitch = 16;

        private readonly Tensor _output = Tensor.Create(TensorShape.Image(8, 8, 5), 1, withGradient: true);
        private readonly WorkerTeam _team;

        public LossOfOneScene(int threads)
        {
            _team = new WorkerTeam(threads);
            for (int cell = 0; cell < 64; cell++)
            {
                Span<float> values = new(_output.Data + (cell * Pitch), 5);
                values.Fill(MathF.Log(2));
                values[0] = -4.6f;
            }

            Operation = new DetectionLossOperation([_output], 1, [8], 1);
            Operation.SampleFor(0).Target = Target;
        }

        public SceneTarget Target { get; } = new();

        public DetectionLossOperation Operation { get; }

        public DetectionLossParts Parts => Operation.Parts;

        public void Run() => _team.Run(worker => Operation.Run(worker, 1));

        public float Slope(int cell, int number) => _output.Slope[(cell * Pitch) + number];

        public void Dispose() => _team.Dispose();
    }
}
