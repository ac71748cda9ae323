using Spotter.Networks.Files;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Networks;

/// <summary>A class that a classifier considers, and how sure it is.</summary>
/// <param name="ClassIndex">The class's number.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Probability">The share that the network gives it, 0 to 1; all classes add up to 1, except where
/// somebody else's network judges each by itself.</param>
public readonly record struct ClassScore(int ClassIndex, string ClassName, float Probability);

/// <summary>
/// A network with all that it takes to use it: how pixels become numbers, and what the outputs are called.
/// </summary>
public sealed class ImageClassifier : IImageClassifier
{
    /// <summary>The usual extension of a file with a classifier.</summary>
    public const string FileExtension = ".network";

    /// <summary>Puts a network into use.</summary>
    /// <param name="network">Takes pictures of 1 channel (gray) or 3 (red, green, blue), gives a number for each class,
    /// as logits or through softmax.</param>
    /// <param name="normalization">How pixels become numbers.</param>
    /// <param name="classNames">A name for each output. A network with one output tells two classes apart and has two
    /// names.</param>
    /// <exception cref="ArgumentException">The three do not fit together.</exception>
    public ImageClassifier(Sequential network, PixelNormalization normalization, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(classNames);
        TensorShape input = network.InputShape;
        if (!input.IsImage || input.Channels != normalization.Scales.Count)
        {
            throw new ArgumentException(
                $"the network takes {input}, but the normalisation is for pictures of {normalization.Scales.Count} "
                    + $"channels"
            );
        }

        TensorShape output = network.OutputShape;
        int classes = output.Channels == 1 ? 2 : output.Channels;
        if (output.IsImage || classes != classNames.Count)
        {
            throw new ArgumentException(
                $"the network gives {output} numbers, which does not fit {classNames.Count} class names"
            );
        }

        Network = network;
        LastFunction = LastFunctionOf(network.Layers);
        Normalization = normalization;
        ClassNames = [.. classNames];
    }

    /// <summary>The network.</summary>
    public Sequential Network { get; }

    /// <inheritdoc/>
    public TensorShape InputShape => Network.InputShape;

    /// <summary>How pixels become numbers.</summary>
    public PixelNormalization Normalization { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Reads a classifier that <see cref="Save"/> wrote.</summary>
    /// <example>
    /// <code>
    /// ImageClassifier classifier = ImageClassifier.Load("clothes.network");
    /// ClassScore best = classifier.Classify(pixels)[0];
    /// Console.WriteLine($"{best.ClassName} {best.Probability:P0}");
    /// </code>
    /// </example>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind; the message names it and says
    /// what is wrong.</exception>
    public static ImageClassifier Load(string path) => Load(File.ReadAllBytes(path), path);

    /// <summary>Reads a classifier that <see cref="ToBytes"/> gave.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another kind; the message says what is
    /// wrong.</exception>
    public static ImageClassifier Load(ReadOnlySpan<byte> bytes, string name)
    {
        NetworkContent content = NetworkFormat.Read(bytes, name);
        try
        {
            return content.Network is Sequential network
                ? new ImageClassifier(network, content.Normalization, content.ClassNames)
                : throw new ArgumentException("is a network of several ways, not a classifier");
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"{name}: {problem.Message}", problem);
        }
    }

    /// <summary>Writes the classifier with its weights. The file appears whole or not at all.</summary>
    /// <param name="path">Usually with the extension <see cref="FileExtension"/>; an existing file is replaced.</param>
    /// <param name="precision">How weights are kept.</param>
    /// <exception cref="ArgumentException">A weight is beyond what the precision can hold.</exception>
    public void Save(string path, WeightPrecision precision = WeightPrecision.Single)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, ToBytes(precision));
    }

    /// <summary>What <see cref="Save"/> writes.</summary>
    /// <param name="precision">How weights are kept.</param>
    /// <exception cref="ArgumentException">A weight is beyond what the precision can hold.</exception>
    public byte[] ToBytes(WeightPrecision precision = WeightPrecision.Single) =>
        NetworkFormat.Write(new NetworkContent(Network, Normalization, ClassNames), precision);

    internal bool EndsInProbabilities => LastFunction is ActivationKind.Softmax or ActivationKind.Sigmoid;

    /// <summary>
    /// The function that a network's outputs come through. Dropout and flattening change nothing about it.
    /// </summary>
    internal static ActivationKind LastFunctionOf(IReadOnlyList<Layer> layers) =>
        layers.LastOrDefault(static layer => layer is not (Dropout or Flatten)) switch
        {
            Dense dense => dense.Activation,
            Activation activation => activation.Function,
            _ => ActivationKind.Linear,
        };

    private ActivationKind LastFunction { get; }

    /// <inheritdoc/>
    public float[] Predict(ReadOnlySpan<byte> pixels, int count = 1, int threads = 1) =>
        ToProbabilities(Network.Predict(Normalize(pixels, count), count, threads), count);

    /// <summary>As the other one, on plans that a caller who asks again and again keeps.</summary>
    internal float[] Predict(ReadOnlySpan<byte> pixels, int count, PlanPool plans)
    {
        var outputs = new float[count * Network.OutputShape.Length];
        plans.Run(Normalize(pixels, count), count, outputs);
        return ToProbabilities(outputs, count);
    }

    private float[] Normalize(ReadOnlySpan<byte> pixels, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (pixels.Length != (long)count * Network.InputShape.Length)
        {
            throw new ArgumentException(
                $"{count} pictures of {Network.InputShape} are {(long)count * Network.InputShape.Length} bytes, got "
                    + $"{pixels.Length}",
                nameof(pixels)
            );
        }

        var samples = new float[pixels.Length];
        Normalization.Apply(pixels, samples);
        return samples;
    }

    private float[] ToProbabilities(float[] outputs, int count)
    {
        int width = outputs.Length / count;
        var probabilities = new float[count * ClassNames.Count];
        for (int i = 0; i < count; i++)
        {
            ToProbabilities(
                outputs.AsSpan(i * width, width),
                probabilities.AsSpan(i * ClassNames.Count, ClassNames.Count)
            );
        }

        return probabilities;
    }

    /// <exception cref="ArithmeticException">An output is infinite or not a number.</exception>
    internal void ToProbabilities(ReadOnlySpan<float> outputs, Span<float> probabilities)
    {
        foreach (float output in outputs)
        {
            if (!float.IsFinite(output))
            {
                throw new ArithmeticException(
                    $"the network answers {output} instead of a number: its weights are too large, as after training "
                        + $"that diverged"
                );
            }
        }

        if (outputs.Length == 1)
        {
            float second = EndsInProbabilities ? outputs[0] : 1 / (1 + MathF.Exp(-outputs[0]));
            (probabilities[0], probabilities[1]) = (1 - second, second);
        }
        else if (LastFunction == ActivationKind.Softmax)
        {
            outputs.CopyTo(probabilities);
        }
        else
        {
            SoftmaxOperation.Apply(outputs, probabilities);
        }
    }

    internal static int IndexOfGreatest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
