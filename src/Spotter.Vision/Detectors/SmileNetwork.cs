using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Vision.Images;
using Spotter.Vision.Models;

namespace Spotter.Vision.Detectors;

/// <summary>
/// The small network that tells whether a face smiles, which it sees upright, by its landmarks; docs/models/smiles.md
/// says how it was made. Immutable and safe to share between threads.
/// </summary>
#pragma warning disable CA1001 // plans of one thread hold nothing but memory
internal sealed class SmileNetwork
#pragma warning restore CA1001
{
    /// <summary>The label of a face that smiles, and the name of the network's class.</summary>
    public const string Smiling = "smiling";

    /// <summary>From this score on a face counts as smiling, where nobody says otherwise.</summary>
    public const double Threshold = 0.5;

    // Right eye, left eye, nose, right corner of the mouth, left one: where they lie in what the network looks at.
    private static readonly Point[] Places =
    [
        new(0.31, 0.33),
        new(0.69, 0.33),
        new(0.5, 0.55),
        new(0.345, 0.755),
        new(0.655, 0.755),
    ];

    private static readonly Lazy<SmileNetwork> Instance = new(static () =>
        new SmileNetwork(ImageClassifier.Load(EmbeddedModels.Read("smiles.network"), "the built-in model of smiles"))
    );

    private readonly ImageClassifier _classifier;
    private readonly PlanPool _plans;
    private readonly int _side;
    private readonly int _smiling;

    /// <summary>Takes a classifier of gray faces with a class <c>smiling</c>.</summary>
    /// <exception cref="ArgumentException">The classifier is of another kind.</exception>
    public SmileNetwork(ImageClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        _classifier = classifier;
        _side = classifier.Network.InputShape.Width;
        _smiling = classifier.ClassNames.ToList().IndexOf(Smiling);
        if (_smiling < 0 || classifier.Network.InputShape != TensorShape.Image(_side, _side, 1))
        {
            throw new ArgumentException(
                $"a classifier of smiles takes gray squares and has a class {Smiling}, got "
                    + $"{classifier.Network.InputShape} and {string.Join(", ", classifier.ClassNames)}",
                nameof(classifier)
            );
        }

        _plans = new PlanPool(classifier.Network, batch: 2);
    }

    /// <summary>The built-in one.</summary>
    public static SmileNetwork Default => Instance.Value;

    /// <summary>The network itself.</summary>
    public ImageClassifier Classifier => _classifier;

    /// <summary>How sure the network is that a face smiles, 0 to 1; from <see cref="Threshold"/> on it does.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="landmarks">Where the parts of the face are.</param>
    public double Score(Frame frame, FaceLandmarks landmarks)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(landmarks);
        TurnedSquare square = SquareOf(landmarks);
        (GrayImage gray, int factor) = frame.GrayFor(square.Side / _side);
        return Score(gray, square.ReducedBy(factor));
    }

    /// <inheritdoc cref="Score(Frame, FaceLandmarks)"/>
    /// <param name="gray">The picture.</param>
    /// <param name="landmarks">Where the parts of the face are.</param>
    public double Score(GrayImage gray, FaceLandmarks landmarks) => Score(gray, SquareOf(landmarks));

    private double Score(GrayImage gray, TurnedSquare square)
    {
        // A face and its mirror image smile alike: the mean of both is right more often than either.
        var pair = new byte[2 * _side * _side];
        square.CutBothWays(gray.View, _side, pair);
        float[] shares = _classifier.Predict(pair, 2, _plans);
        return (shares[_smiling] + shares[_classifier.ClassNames.Count + _smiling]) / 2;
    }

    /// <summary>A face as the network looks at it: upright, its eyes and mouth where they always are.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="landmarks">Where the parts of the face are.</param>
    /// <param name="side">Pixels each way.</param>
    /// <param name="target">Room for side x side pixels.</param>
    public static void Cut(GrayImage gray, FaceLandmarks landmarks, int side, Span<byte> target) =>
        SquareOf(landmarks).Cut(gray.View, side, mirrored: false, target);

    private static TurnedSquare SquareOf(FaceLandmarks landmarks) => TurnedSquare.Fit(landmarks.ToArray(), Places);
}
