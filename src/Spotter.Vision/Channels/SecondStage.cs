using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Vision.Images;

namespace Spotter.Vision.Channels;

/// <summary>
/// A small network that looks at what boosted trees find, each find with some of what is around it, and says how likely
/// it is the object. Trees and networks err in different places, so that both together are right more often. Immutable
/// and safe to share between threads.
/// </summary>
public sealed class SecondStage
{
    /// <summary>What the network is sure of counts this much against a score of the trees.</summary>
    internal const double Weight = 3;

    // Networks are too sure of themselves: no find is kept or dropped by the network alone.
    private const double MostEvidence = 4;

    // A sixth of the object on each side.
    private const double Surroundings = 4.0 / 3;

    // Shares of exactly 0 have no logarithm.
    private const float SmallestShare = 1e-5f;

    private readonly ImageClassifier _classifier;
    private readonly PlanPool _plans;

    /// <summary>Takes a classifier of two classes, of which the second is the object.</summary>
    /// <param name="classifier">It sees gray pictures of one size.</param>
    /// <exception cref="ArgumentException">The classifier has other classes or sees colour.</exception>
    public SecondStage(ImageClassifier classifier)
        : this(classifier, classifier?.ToBytes() ?? []) { }

    private SecondStage(ImageClassifier classifier, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        TensorShape shape = classifier.Network.InputShape;
        if (shape.Channels != 1 || classifier.ClassNames.Count != 2 || classifier.Network.OutputShape.Length != 2)
        {
            throw new ArgumentException(
                $"a second stage takes gray pictures and tells two classes apart, got {shape} and "
                    + $"{classifier.ClassNames.Count} classes",
                nameof(classifier)
            );
        }

        _classifier = classifier;
        _plans = new PlanPool(classifier.Network, InferencePlan.PreferredBatch);
        Bytes = bytes;
        InputSize = new BoxSize(shape.Width, shape.Height);
    }

    /// <summary>The pictures that the network sees, in pixels.</summary>
    public BoxSize InputSize { get; }

    /// <summary>Bytes that the network takes in a model, before they are compressed.</summary>
    public int Length => Bytes.Length;

    /// <summary>The most that it adds to a score, or takes from it.</summary>
    public static double MostCorrection => Weight * MostEvidence;

    /// <summary>The network as a file of its own would hold it.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads the network of a model.</summary>
    /// <exception cref="ChannelFormatException">It cannot be read, or is of another kind.</exception>
    internal static SecondStage Read(byte[] bytes)
    {
        try
        {
            return new SecondStage(ImageClassifier.Load(bytes, "the network"), bytes);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new ChannelFormatException($"its second stage is not usable: {e.Message}", e);
        }
    }

    /// <summary>What a network sees of a find.</summary>
    internal static GrayImage Patch(GrayImage gray, Box box, BoxSize size) =>
        GrayCrop.CutAround(gray.View, box, Surroundings, size);

    /// <summary>Finds with the scores that the network leaves them, without those that fall below the least.</summary>
    internal List<Detection> Confirm(GrayImage gray, IReadOnlyList<Detection> finds, double minScore)
    {
        double[] corrections = Corrections(gray, [.. finds.Select(static find => find.Box)]);
        var confirmed = new List<Detection>(finds.Count);
        for (int i = 0; i < finds.Count; i++)
        {
            double score = finds[i].Score + corrections[i];
            if (score >= minScore)
            {
                confirmed.Add(finds[i] with { Score = score });
            }
        }

        confirmed.Sort(Detection.Order);
        return confirmed;
    }

    /// <summary>For each of some boxes what is to be added to its score: above 0 where it shows the object.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="boxes">Boxes in it.</param>
    internal double[] Corrections(GrayImage gray, IReadOnlyList<Box> boxes)
    {
        int length = _classifier.Network.InputShape.Length;
        var samples = new float[boxes.Count * length];
        for (int i = 0; i < boxes.Count; i++)
        {
            _classifier.Normalization.Apply(
                Patch(gray, boxes[i], InputSize).Pixels,
                samples.AsSpan(i * length, length)
            );
        }

        var outputs = new float[2 * boxes.Count];
        _plans.Run(samples, boxes.Count, outputs);
        var corrections = new double[boxes.Count];
        Span<float> shares = stackalloc float[2];
        for (int i = 0; i < corrections.Length; i++)
        {
            _classifier.ToProbabilities(outputs.AsSpan(2 * i, 2), shares);
            double evidence = Math.Log((shares[1] + SmallestShare) / (shares[0] + SmallestShare));
            corrections[i] = Weight * Math.Clamp(evidence, -MostEvidence, MostEvidence);
        }

        return corrections;
    }
}
