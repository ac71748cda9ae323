namespace Spotter.Learning.Networks;

/// <summary>Layers of networks for small pictures; <see cref="Training.ClassifierPreset"/> knows how to train them.</summary>
public static class NetworkPresets
{
    /// <summary>Names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mlp", "cnn-small", "cnn"];

    /// <summary>The layers of a preset, or null for an unknown name.</summary>
    /// <param name="name">mlp, cnn-small or cnn.</param>
    /// <param name="classes">Outputs, at least 2.</param>
    public static IReadOnlyList<Layer>? Find(string name, int classes) => name switch
    {
        "mlp" => Mlp(classes),
        "cnn-small" => SmallConvolutional(classes),
        "cnn" => Convolutional(classes),
        _ => null,
    };

    /// <summary>One hidden layer of 128.</summary>
    public static IReadOnlyList<Layer> Mlp(int classes) => [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(classes)];

    /// <summary>Three convolutions, below 100,000 parameters for ten classes of gray pictures of 28 x 28.</summary>
    public static IReadOnlyList<Layer> SmallConvolutional(int classes) =>
    [
        .. Block(32, 1), new MaxPooling2D(2),
        .. Block(64, 1), new MaxPooling2D(2),
        .. Block(96, 1), new GlobalAveragePooling2D(),
        new Dropout(0.2f), new Dense(classes),
    ];

    /// <summary>
    /// Three stages of 32, 64 and 128 channels with residual blocks in the second and third, about 700,000 parameters for
    /// ten classes (after He and others, 2016).
    /// </summary>
    public static IReadOnlyList<Layer> Convolutional(int classes) =>
    [
        .. Block(32, 1), new MaxPooling2D(2),
        .. Block(64, 1), ResidualBlock(64), new MaxPooling2D(2),
        .. Block(128, 1), ResidualBlock(128),
        new GlobalAveragePooling2D(), new Dropout(0.3f), new Dense(classes),
    ];

    private static Residual ResidualBlock(int filters) => new([.. Block(filters, 2)]);

    private static IEnumerable<Layer> Block(int filters, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return new Conv2D(filters, 3, ActivationKind.Linear, Padding.Same, Initializer.HeNormal);
            yield return new BatchNormalization();
            yield return new Activation(ActivationKind.ReLU);
        }
    }
}
