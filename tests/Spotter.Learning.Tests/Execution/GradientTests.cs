using Spotter.Learning.Execution;
using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Tests.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Tests.Execution;

/// <summary>Losses and gradients of every layer and loss against definitions in double precision.</summary>
public sealed class GradientTests
{
    private const int Samples = 5;

    public static TheoryData<string> LossNames => [.. LossCases.Keys];

    private static Dictionary<string, (Loss Loss, Layer[] Layers)> LossCases { get; } =
        new(StringComparer.Ordinal)
        {
            ["sparse"] = (new SparseCategoricalCrossEntropy(), [new Dense(3)]),
            ["sparse many classes"] = (new SparseCategoricalCrossEntropy(), [new Dense(21)]),
            ["sparse smooth weighted"] = (new SparseCategoricalCrossEntropy(true, 0.1f, [0.5f, 2, 1]), [new Dense(3)]),
            ["sparse probabilities"] = (
                new SparseCategoricalCrossEntropy(FromLogits: false),
                [new Dense(3, ActivationKind.Softmax)]
            ),
            ["categorical"] = (new CategoricalCrossEntropy(true, 0.2f), [new Dense(3)]),
            ["categorical probabilities"] = (
                new CategoricalCrossEntropy(FromLogits: false),
                [new Dense(3, ActivationKind.Softmax)]
            ),
            ["binary"] = (new BinaryCrossEntropy(), [new Dense(1)]),
            ["binary many"] = (new BinaryCrossEntropy(true, 0.1f), [new Dense(4)]),
            ["binary probabilities"] = (
                new BinaryCrossEntropy(FromLogits: false),
                [new Dense(1, ActivationKind.Sigmoid)]
            ),
            ["mean squared error"] = (new MeanSquaredError(), [new Dense(3, ActivationKind.Tanh)]),
        };

    [Theory]
    [MemberData(nameof(LayerCases.Names), MemberType = typeof(LayerCases))]
    public void Gradient_OfLayers_EqualsFiniteDifferences(string name)
    {
        (TensorShape input, Layer[] layers) = LayerCases.Of(name);
        foreach (int seed in new[] { 3, 6, 9 })
        {
            CheckEveryWidth(new Sequential(input, layers, seed), new SparseCategoricalCrossEntropy(), 3);
        }
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Gradient_OfLosses_EqualsFiniteDifferences(string name)
    {
        (Loss loss, Layer[] layers) = LossCases[name];
        var network = new Sequential(TensorShape.Features(11), layers, seed: 5);
        CheckEveryWidth(network, loss, Math.Max(2, network.OutputShape.Channels));
    }

    [Theory]
    [MemberData(nameof(GraphCases.Names), MemberType = typeof(GraphCases))]
    public void Gradient_OfGraphs_EqualsFiniteDifferences(string name)
    {
        NetworkGraph network = GraphCases.Create(name, seed: 6, height: 8, width: 8);
        (float[] samples, double[][] reference, int[] labels) = TestNetworks.Samples(network, Samples, 2);
        var definition = new ReferenceNetwork(network, isTraining: true);
        double loss() => EnergyLoss.Of(definition.RunAll(reference, network.InputShape)) / Samples;
        CheckEveryWidth(network, new EnergyLoss(), samples, labels, loss(), Slopes(network, definition, loss));
    }

    private static void CheckEveryWidth(Sequential network, Loss loss, int classes)
    {
        TestNetworks.RandomizeVectors(network);
        (float[] samples, double[][] reference, int[] labels) = TestNetworks.Samples(network, Samples, classes);
        var definition = new ReferenceNetwork(network, isTraining: true);
        double expected() => ReferenceLoss.Of(definition.Run(reference), loss, labels);
        CheckEveryWidth(
            network,
            new ClassificationLoss(loss),
            samples,
            labels,
            expected(),
            Slopes(network, definition, expected)
        );
    }

    private static void CheckEveryWidth(
        NetworkGraph network,
        ILossFactory loss,
        float[] samples,
        int[] labels,
        double expected,
        List<(Parameter Parameter, int Index, double Slope, double Scale)> slopes
    )
    {
        foreach (VectorWidth width in TestNetworks.Widths())
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                var state = new OptimizerState(network);
                using TrainingPlan plan = TrainingPlan.Create(
                    network,
                    new PlanOptions(Samples + 2, threads, null, 0, width),
                    state,
                    loss
                );
                (double sum, _) = plan.Run(new ArraySampleReader(samples, labels), 0, Samples, 0);
                Assert.Equal(expected, sum / Samples, 1e-5 * Math.Max(1, Math.Abs(expected)));
                foreach ((Parameter parameter, int index, double slope, double scale) in slopes)
                {
                    double actual = parameter.Unpack(state.MemoryOf(parameter).First)[index];
                    Assert.True(
                        Math.Abs(actual - slope) <= 2e-4 * scale + 1e-6,
                        $"{parameter.Name}[{index}], {width}, {threads} threads: {actual}, expected {slope}"
                    );
                }
            }
        }
    }

    private static List<(Parameter Parameter, int Index, double Slope, double Scale)> Slopes(
        NetworkGraph network,
        ReferenceNetwork definition,
        Func<double> loss
    )
    {
        const double Step = 1e-5;
        var random = new RandomStream(8, 1);
        var slopes = new List<(Parameter, int, double, double)>();
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.IsTrainable))
        {
            double[] values = definition[parameter];
            int[] places =
            [
                0,
                values.Length - 1,
                .. Enumerable.Range(0, 12).Select(_ => random.NextInt(values.Length)),
            ];
            var found = new List<(int Index, double Slope)>();
            foreach (int place in places.Distinct())
            {
                double value = values[place];
                values[place] = value + Step;
                double above = loss();
                values[place] = value - Step;
                double below = loss();
                values[place] = value;
                double at = loss();
                double slope = (above - below) / (2 * Step);

                // Where both sides differ, a ReLU or a pool switches between them and there is no one slope.
                if (Math.Abs((above - at) - (at - below)) < 1e-3 * Step * Math.Max(1, Math.Abs(slope)))
                {
                    found.Add((place, slope));
                }
            }

            Assert.NotEmpty(found);
            double scale = found.Max(item => Math.Abs(item.Slope));
            slopes.AddRange(found.Select(item => (parameter, item.Index, item.Slope, Math.Max(scale, 0.01))));
        }

        return slopes;
    }
}
