using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Vision.Images;

namespace Spotter.Learning.Classifiers;

/// <summary>
/// A network together with how it is to learn: what <see cref="SequentialExtensions.Compile"/> gives. The short way to
/// a first classifier; <see cref="Trainer"/> has all settings.
/// </summary>
/// <example>
/// <code>
/// var network = new Sequential(train.ImageShape, [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(10)]);
/// CompiledClassifier model = network.Compile(train.ClassNames, new Adam(), new SparseCategoricalCrossEntropy());
/// model.Fit(train, epochs: 10, report: Console.WriteLine);
/// Console.WriteLine(model.Evaluate(test));
/// foreach (ClassScore share in model.Predict(test.Picture(0)))
/// {
///     Console.WriteLine($"{share.ClassName} {share.Probability:P1}");
/// }
/// </code>
/// </example>
public sealed class CompiledClassifier
{
    private readonly Optimizer _optimizer;
    private readonly Loss _loss;

    internal CompiledClassifier(ImageClassifier classifier, Optimizer optimizer, Loss loss)
    {
        Classifier = classifier;
        _optimizer = optimizer;
        _loss = loss;
    }

    /// <summary>The network with its class names, as it is used.</summary>
    public ImageClassifier Classifier { get; }

    /// <summary>Learns: every call goes on from the weights that the last one left.</summary>
    /// <param name="train">Pictures to learn from.</param>
    /// <param name="epochs">Passes over the pictures, at least 1.</param>
    /// <param name="batchSize">Pictures a step, 1 to 65536.</param>
    /// <param name="validation">Pictures to look at after each epoch; null for none.</param>
    /// <param name="report">Told the figures of each epoch, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends learning after the batch in progress; no exception.</param>
    /// <returns>The figures of all epochs.</returns>
    /// <exception cref="ArgumentException">Options, network and pictures do not fit together.</exception>
    /// <exception cref="TrainingDivergedException">A number became infinite or none.</exception>
    public TrainingResult Fit(
        ImageDataset train,
        int epochs = 1,
        int batchSize = 32,
        ImageDataset? validation = null,
        Action<EpochMetrics>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        var trainer = new Trainer(
            new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = batchSize,
                Optimizer = _optimizer,
                Loss = _loss,
            }
        );
        return trainer.Fit(
            Classifier,
            train,
            validation,
            report is null ? null : new EpochProgress(report),
            cancellationToken
        );
    }

    /// <summary>Classifies every picture and compares with its label.</summary>
    /// <param name="dataset">Pictures of the network's shape and classes.</param>
    /// <exception cref="ArgumentException">The pictures do not fit the network.</exception>
    public Evaluation Evaluate(ImageDataset dataset) => Evaluator.Run(Classifier, dataset);

    /// <summary>What the network makes of a picture of its size.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public IReadOnlyList<ClassScore> Predict(Frame picture) => Classifier.Classify(picture);

    /// <summary>Writes the classifier; <see cref="ImageClassifier.Load(string)"/> reads it.</summary>
    /// <param name="path">Usually with the extension <see cref="ImageClassifier.FileExtension"/>; an existing file is
    /// replaced.</param>
    public void Save(string path) => Classifier.Save(path);
}

/// <summary>From a network to what can learn.</summary>
public static class SequentialExtensions
{
    /// <summary>Adds to a network what it is to learn and how. Pixels of 0..255 come to it as 0..1.</summary>
    /// <param name="network">It ends in a number for each class, as logits unless the loss says otherwise.</param>
    /// <param name="classNames">A name for each output.</param>
    /// <param name="optimizer">How weights move; null takes <see cref="Adam"/>.</param>
    /// <param name="loss">What is made small; null takes <see cref="SparseCategoricalCrossEntropy"/>.</param>
    /// <exception cref="ArgumentException">Network, names and loss do not fit together.</exception>
    public static CompiledClassifier Compile(
        this Sequential network,
        IReadOnlyList<string> classNames,
        Optimizer? optimizer = null,
        Loss? loss = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(classNames);
        loss ??= new SparseCategoricalCrossEntropy();
        loss.Check(network.OutputShape.Channels);
        return new CompiledClassifier(
            new ImageClassifier(network, PixelNormalization.ZeroToOne(network.InputShape.Channels), classNames),
            optimizer ?? new Adam(),
            loss
        );
    }
}
