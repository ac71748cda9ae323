using Spotter.Networks;
using Spotter.Networks.Operations;
using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>
/// The small network that tells whether a face smiles; docs/models/smiles.md says how it was made. Immutable and safe
/// to share between threads.
/// </summary>
#pragma warning disable CA1001 // plans of one thread hold nothing but memory
internal sealed class SmileNetwork
#pragma warning restore CA1001
{
    /// <summary>The label of a face that smiles, and the name of the network's class.</summary>
    public const string Smiling = "smiling";

    /// <summary>From this score on a face counts as smiling, where nobody says otherwise.</summary>
    public const double Threshold = 0.5;

    /// <summary>The part of a face detector's box, around its middle, that the network looks at.</summary>
    public const double Part = 0.85;

    private static readonly Lazy<SmileNetwork> Instance = new(static () => new SmileNetwork(ReadResource()));

    private readonly ImageClassifier _classifier;
    private readonly PlanPool _plans;
    private readonly BoxSize _size;
    private readonly int _smiling;

    /// <summary>Takes a classifier of gray faces with a class <c>smiling</c>.</summary>
    /// <exception cref="ArgumentException">The classifier is of another kind.</exception>
    public SmileNetwork(ImageClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        _classifier = classifier;
        _size = new BoxSize(classifier.Network.InputShape.Width, classifier.Network.InputShape.Height);
        _smiling = classifier.ClassNames.ToList().IndexOf(Smiling);
        if (_smiling < 0 || classifier.Network.InputShape.Channels != 1)
        {
            throw new ArgumentException(
                $"a classifier of smiles takes gray pictures and has a class {Smiling}, got "
                    + $"{classifier.Network.InputShape} and {string.Join(", ", classifier.ClassNames)}",
                nameof(classifier)
            );
        }

        _plans = new PlanPool(classifier.Network, batch: 2);
    }

    /// <summary>The built-in one.</summary>
    public static SmileNetwork Default => Instance.Value;

    /// <summary>How sure the network is that a face smiles, 0 to 1; from <see cref="Threshold"/> on it does.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="face">The face as a face detector boxes it: forehead to chin, with some room on both sides.</param>
    public double Score(GrayImage gray, Box face)
    {
        ArgumentNullException.ThrowIfNull(gray);
        GrayImage crop = GrayCrop.CutAround(gray.View, face, Part, _size);

        // A face and its mirror image smile alike: the mean of both is right more often than either.
        var pair = new byte[2 * crop.Pixels.Length];
        crop.Pixels.CopyTo(pair, 0);
        for (int y = 0; y < _size.Height; y++)
        {
            Span<byte> row = pair.AsSpan(crop.Pixels.Length + y * _size.Width, _size.Width);
            crop.View.Row(y).CopyTo(row);
            row.Reverse();
        }

        float[] shares = _classifier.Predict(pair, 2, _plans);
        return (shares[_smiling] + shares[_classifier.ClassNames.Count + _smiling]) / 2;
    }

    private static ImageClassifier ReadResource()
    {
        using Stream resource = typeof(SmileNetwork).Assembly.GetManifestResourceStream("smiles.network")
            ?? throw new InvalidOperationException("the built-in model of smiles is missing from this build");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return ImageClassifier.Load(bytes, "the built-in model of smiles");
    }
}
