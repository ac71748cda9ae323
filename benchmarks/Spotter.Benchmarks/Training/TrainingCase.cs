using Spotter.Learning.Networks;

namespace Spotter.Benchmarks.Training;

/// <summary>A network and a batch size that both sides train.</summary>
/// <param name="Network">mlp or cnn, as training_peer.py knows them.</param>
/// <param name="BatchSize">Pictures a step.</param>
/// <param name="Pictures">The part of an epoch that a round trains on; seconds are scaled to a whole one.</param>
/// <param name="Aim">How many times faster than PyTorch with two threads.</param>
internal sealed record TrainingCase(string Network, int BatchSize, int Pictures, double Aim)
{
    public static TrainingCase[] All { get; } =
    [
        new("mlp", 32, 12_800, 6),
        new("mlp", 256, 25_600, 2.5),
        new("cnn", 64, 6_400, 4),
    ];

    public string Name => $"{Network} batch {BatchSize}";

    // (28, 28, 1) -> 128 -> 10, or (28, 28, 1) -> (26, 26, 32) -> (13, 13, 32) -> (11, 11, 64) -> (5, 5, 64) -> 128 -> 10
    public Layer[] Layers => Network == "mlp"
        ? [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(10)]
        :
        [
            new Conv2D(32, 3, ActivationKind.ReLU), new MaxPooling2D(2),
            new Conv2D(64, 3, ActivationKind.ReLU), new MaxPooling2D(2),
            new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(10),
        ];
}
