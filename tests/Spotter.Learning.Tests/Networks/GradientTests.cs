using Spotter.Learning.Execution;
using Spotter.Learning.Kernels;
using Spotter.Learning.Losses;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Tests.Networks;

/// <summary>Outputs, losses and gradients of every layer and loss against definitions in double precision.</summary>
public sealed class GradientTests
{
    private const int Samples = 5;

    private static readonly Layer[] Head = [new Flatten(), new Dense(3)];

    public static TheoryData<string> Networks => [.. Cases.Keys];

    public static TheoryData<string> LossNames => [.. LossCases.Keys];

    private static Dictionary<string, (TensorShape Input, Layer[] Layers)> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["dense"] = (TensorShape.Features(37), [new Dense(3)]),
        ["dense relu"] = (TensorShape.Features(20), [new Dense(35, ActivationKind.ReLU), new Dense(17, ActivationKind.ReLU), new Dense(3)]),
        ["dense sigmoid"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.Sigmoid), new Dense(3)]),
        ["dense tanh"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.Tanh), new Dense(3)]),
        ["dense gelu"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.GELU), new Dense(3)]),
        ["dense leaky"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.LeakyReLU), new Dense(3)]),
        ["hidden softmax"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.Softmax), new Dense(3)]),
        ["activation first"] = (TensorShape.Image(3, 4, 3), [new Activation(ActivationKind.Tanh), .. Head]),
        ["convolution"] = (TensorShape.Image(7, 6, 2), [new Conv2D(5, 3), .. Head]),
        ["convolution same"] = (TensorShape.Image(6, 5, 3), [new Conv2D(4, 3, ActivationKind.ReLU, Padding.Same), new Conv2D(18, 3, ActivationKind.ReLU, Padding.Same), .. Head]),
        ["convolution stride"] = (TensorShape.Image(9, 8, 1), [new Conv2D(17, new Size2D(5, 3), ActivationKind.Tanh, Padding.Same) { Stride = new Size2D(2, 3) }, new Conv2D(4, 2), .. Head]),
        ["convolution wide"] = (TensorShape.Image(5, 4, 16), [new Conv2D(16, 3, ActivationKind.ReLU, Padding.Same), new Conv2D(32, 1, ActivationKind.ReLU), .. Head]),
        ["convolution tiles"] = (TensorShape.Image(8, 7, 1), [new Conv2D(16, 2, ActivationKind.Tanh), new Conv2D(32, 3, ActivationKind.ReLU), new Conv2D(16, 3, ActivationKind.Linear, Padding.Same), .. Head]),
        ["convolution tiles blocks"] = (TensorShape.Image(12, 11, 16), [new Conv2D(16, 3, ActivationKind.ReLU, Padding.Same), new AveragePooling2D(4), .. Head]),
        ["convolution tiles pooled"] = (TensorShape.Image(10, 9, 1), [new Conv2D(16, 2, ActivationKind.Tanh), new Conv2D(32, 3, ActivationKind.ReLU), new MaxPooling2D(2), new Conv2D(16, 3, ActivationKind.Linear, Padding.Same), new MaxPooling2D(2), .. Head]),
        ["convolution pooled"] = (TensorShape.Image(10, 9, 2), [new Conv2D(18, 3), new MaxPooling2D(2), new Conv2D(5, 2), .. Head]),
        ["batch normalization relu"] = (TensorShape.Image(5, 4, 3), [new Conv2D(18, 2), new BatchNormalization(), new Activation(ActivationKind.ReLU), new MaxPooling2D(2), .. Head]),
        ["convolution large"] = (TensorShape.Image(14, 13, 1), [new Conv2D(8, 4), .. Head]),
        ["depthwise"] = (TensorShape.Image(6, 5, 3), [new DepthwiseConv2D(3, ActivationKind.ReLU, Padding.Same), new Conv2D(18, 1), new DepthwiseConv2D(new Size2D(2, 3)) { Stride = 2 }, .. Head]),
        ["max pooling"] = (TensorShape.Image(7, 8, 2), [new Conv2D(19, 3, ActivationKind.ReLU, Padding.Same), new MaxPooling2D(2), .. Head]),
        ["max pooling sparse"] = (TensorShape.Image(11, 12, 1), [new Conv2D(18, 3, ActivationKind.ReLU), new MaxPooling2D(3), new Conv2D(17, 2, ActivationKind.ReLU), new MaxPooling2D(2), .. Head]),
        ["max pooling pointwise"] = (TensorShape.Image(8, 8, 3), [new Conv2D(5, 1), new Conv2D(16, 1), new MaxPooling2D(4), .. Head]),
        ["max pooling overlap"] = (TensorShape.Image(7, 8, 2), [new Conv2D(4, 3), new MaxPooling2D(3, Padding.Same) { Stride = 2 }, .. Head]),
        ["max pooling first"] = (TensorShape.Image(7, 8, 3), [new MaxPooling2D(2), .. Head]),
        ["average pooling"] = (TensorShape.Image(7, 8, 2), [new Conv2D(4, 3), new AveragePooling2D(3, Padding.Same) { Stride = 2 }, .. Head]),
        ["global average"] = (TensorShape.Image(5, 6, 2), [new Conv2D(20, 3), new GlobalAveragePooling2D(), new Dense(3)]),
        ["batch normalization"] = (TensorShape.Image(5, 4, 3), [new BatchNormalization(), new Conv2D(18, 3), new BatchNormalization(), new Activation(ActivationKind.ReLU), .. Head]),
        ["batch normalization features"] = (TensorShape.Features(6), [new Dense(19), new BatchNormalization(), new Activation(ActivationKind.Sigmoid), new Dense(3)]),
        ["residual"] = (TensorShape.Image(5, 5, 3), [new Conv2D(4, 3, ActivationKind.ReLU), new Residual([new Conv2D(4, 3, ActivationKind.ReLU, Padding.Same), new Conv2D(4, 3, ActivationKind.Linear, Padding.Same)], null, ActivationKind.ReLU), .. Head]),
        ["residual first"] = (TensorShape.Image(5, 5, 3), [new Residual([new Conv2D(3, 3, ActivationKind.ReLU, Padding.Same)]), .. Head]),
        ["residual shortcut"] = (TensorShape.Features(6), [new Dense(5), new Residual([new Dense(18, ActivationKind.ReLU), new Dense(7)], [new Dense(7)], ActivationKind.GELU), new Dense(3)]),
    };

    private static Dictionary<string, (Loss Loss, Layer[] Layers)> LossCases { get; } = new(StringComparer.Ordinal)
    {
        ["sparse"] = (new SparseCategoricalCrossEntropy(), [new Dense(3)]),
        ["sparse many classes"] = (new SparseCategoricalCrossEntropy(), [new Dense(21)]),
        ["sparse smooth weighted"] = (new SparseCategoricalCrossEntropy(true, 0.1f, [0.5f, 2, 1]), [new Dense(3)]),
        ["sparse probabilities"] = (new SparseCategoricalCrossEntropy(FromLogits: false), [new Dense(3, ActivationKind.Softmax)]),
        ["categorical"] = (new CategoricalCrossEntropy(true, 0.2f), [new Dense(3)]),
        ["categorical probabilities"] = (new CategoricalCrossEntropy(FromLogits: false), [new Dense(3, ActivationKind.Softmax)]),
        ["binary"] = (new BinaryCrossEntropy(), [new Dense(1)]),
        ["binary many"] = (new BinaryCrossEntropy(true, 0.1f), [new Dense(4)]),
        ["binary probabilities"] = (new BinaryCrossEntropy(FromLogits: false), [new Dense(1, ActivationKind.Sigmoid)]),
        ["mean squared error"] = (new MeanSquaredError(), [new Dense(3, ActivationKind.Tanh)]),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradient_OfLayers_EqualsFiniteDifferences(string name)
    {
        (TensorShape input, Layer[] layers) = Cases[name];
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
    [MemberData(nameof(Networks))]
    public void Predict_OfLayers_EqualsDefinition(string name)
    {
        (TensorShape input, Layer[] layers) = Cases[name];
        var network = new Sequential(input, layers, seed: 4);
        TestNetworks.RandomizeVectors(network);
        (float[] samples, double[][] reference, _) = TestNetworks.Samples(network, Samples, 3);
        double[][] expected = new ReferenceNetwork(network, isTraining: false).Run(reference);
        foreach (VectorWidth width in TestNetworks.Widths())
        {
            using var plan = new InferencePlan(network, 2, 2, null, width);
            var outputs = new float[Samples * network.OutputShape.Length];
            plan.Run(samples, Samples, outputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                Assert.Equal(expected[i / network.OutputShape.Length][i % network.OutputShape.Length], outputs[i], 2e-5);
            }
        }
    }

    private static void CheckEveryWidth(Sequential network, Loss loss, int classes)
    {
        TestNetworks.RandomizeVectors(network);
        (float[] samples, double[][] reference, int[] labels) = TestNetworks.Samples(network, Samples, classes);
        var definition = new ReferenceNetwork(network, isTraining: true);
        double expected = definition.Loss(reference, loss, labels);
        var slopes = Slopes(network, definition, () => definition.Loss(reference, loss, labels));
        foreach (VectorWidth width in TestNetworks.Widths())
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                var state = new OptimizerState(network);
                using TrainingPlan plan = TrainingPlan.Create(network, new PlanOptions(Samples + 2, threads, loss, null, 0, width), state);
                (double sum, _) = plan.Run(new ArraySampleReader(samples, labels), 0, Samples, 0);
                Assert.Equal(expected, sum / Samples, 1e-5);
                foreach ((Parameter parameter, int index, double slope, double scale) in slopes)
                {
                    double actual = parameter.Unpack(state.MemoryOf(parameter).First)[index];
                    Assert.True(
                        Math.Abs(actual - slope) <= 2e-4 * scale + 1e-6,
                        $"{parameter.Name}[{index}], {width}, {threads} threads: {actual}, expected {slope}");
                }
            }
        }
    }

    private static List<(Parameter Parameter, int Index, double Slope, double Scale)> Slopes(Sequential network, ReferenceNetwork definition, Func<double> loss)
    {
        const double Step = 1e-5;
        var random = new RandomStream(8, 1);
        var slopes = new List<(Parameter, int, double, double)>();
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.IsTrainable))
        {
            double[] values = definition[parameter];
            int[] places = [0, values.Length - 1, .. Enumerable.Range(0, 12).Select(_ => random.NextInt(values.Length))];
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
