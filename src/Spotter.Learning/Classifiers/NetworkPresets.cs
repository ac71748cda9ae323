using Spotter.Networks.Layers;

namespace Spotter.Learning.Classifiers;

/// <summary>Layers of networks for small pictures; <see cref="ClassifierPreset"/> knows how to train them.</summary>
public static class NetworkPresets
{
    /// <summary>One hidden layer of 128.</summary>
    public static IReadOnlyList<Layer> Mlp(int classes) =>
        [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(classes)];

    /// <summary>Four convolutions, below 100,000 parameters for ten classes of gray pictures of 28 x 28.</summary>
    // (28, 28, 1) -> (14, 14, 32) -> (14, 14, 48) -> (7, 7, 64) -> (3, 3, 80) -> 720 -> classes: where in the picture
    // something is counts for clothes, so that the last cells are kept apart rather than averaged.
    public static IReadOnlyList<Layer> SmallConvolutional(int classes) =>
        [
            .. PooledBlock(32),
            .. Block(48),
            .. PooledBlock(64),
            .. PooledBlock(80),
            new Flatten(),
            new Dropout(0.3f),
            new Dense(classes),
        ];

    /// <summary>
    /// Four convolutions and a residual block of 128 channels, about 490,000 parameters for ten classes of gray
    /// pictures of 28 x 28 (residual blocks after He and others, 2016).
    /// </summary>
    // (28, 28, 1) -> (14, 14, 32) -> (14, 14, 64) -> (7, 7, 96) -> (7, 7, 128) -> (3, 3, 128) -> 1152 -> classes
    public static IReadOnlyList<Layer> Convolutional(int classes) =>
        [
            .. PooledBlock(32),
            .. Block(64),
            .. PooledBlock(96),
            .. Block(128),
            new Residual([.. Block(128), .. Block(128)]),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.4f),
            new Dense(classes),
        ];

    /// <summary>A convolution with what follows it.</summary>
    internal static Layer[] Block(int filters) =>
        [Filters(filters), new BatchNormalization(), new Activation(ActivationKind.ReLU)];

    /// <summary>The same, and half the picture.</summary>
    // Pooling before the normalisation instead of after the activation learns as well, and leaves a quarter to
    // normalise.
    internal static Layer[] PooledBlock(int filters) =>
        [Filters(filters), new MaxPooling2D(2), new BatchNormalization(), new Activation(ActivationKind.ReLU)];

    private static Conv2D Filters(int count) =>
        new(count, 3, ActivationKind.Linear, Padding.Same, Initializer.HeNormal);
}
