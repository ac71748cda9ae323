using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Benchmarks.Training;

/// <summary>A network and a batch size that both sides train.</summary>
/// <param name="Network">mlp or cnn, as training_peer.py knows them.</param>
/// <param name="BatchSize">Pictures a step.</param>
/// <param name="Pictures">The part of an epoch that a round trains on; seconds are scaled to a whole one.</param>
/// <param name="LearningRate">
/// Adam's. Gradients of poolings jump where two pixels are about equal, and at 0.001 that makes of the roundings of two
/// thread counts of one engine losses that are 1e-3 apart after a hundred steps; a smaller rate does not.
/// </param>
/// <param name="Aim">How many times faster than PyTorch with two threads.</param>
internal sealed record TrainingCase(string Network, int BatchSize, int Pictures, double LearningRate, double Aim)
{
    private const int WeightSeed = 7;

    public static TrainingCase[] All { get; } =
    [new("mlp", 32, 12_800, 1e-3, 6), new("mlp", 256, 25_600, 1e-3, 2.5), new("cnn", 64, 6_400, 3e-4, 4)];

    /// <summary>Reads <c>mlp32</c>: a network and its batch size.</summary>
    /// <exception cref="FormatException">There is no such case.</exception>
    public static TrainingCase Parse(string name) =>
        Array.Find(All, one => one.ToString() == name)
        ?? throw new FormatException($"{name} is no case; use {string.Join<TrainingCase>(", ", All)}");

    public override string ToString() => $"{Network}{BatchSize}";

    // (28, 28, 1) -> 128 -> 10, or (28, 28, 1) -> (26, 26, 32) -> (13, 13, 32) -> (11, 11, 64) -> (5, 5, 64) -> 128 ->
    // 10
    private Layer[] Layers =>
        Network == "mlp"
            ? [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(10)]
            :
            [
                new Conv2D(32, 3, ActivationKind.ReLU),
                new MaxPooling2D(2),
                new Conv2D(64, 3, ActivationKind.ReLU),
                new MaxPooling2D(2),
                new Flatten(),
                new Dense(128, ActivationKind.ReLU),
                new Dense(10),
            ];

    /// <summary>
    /// The network with first weights drawn as PyTorch draws them: all within 1 / sqrt(inputs), biases too.
    /// </summary>
    public Sequential Build()
    {
        var network = new Sequential(TensorShape.Image(28, 28, 1), Layers);
        var random = new Random(WeightSeed);
        double limit = 0;
        foreach (Parameter parameter in network.Parameters)
        {
            if (parameter.Shape.Count > 1)
            {
                limit = 1 / Math.Sqrt((double)parameter.Count / parameter.Shape[^1]);
            }

            var values = new float[parameter.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)((2 * random.NextDouble() - 1) * limit);
            }

            parameter.SetValues(values);
        }

        return network;
    }
}
