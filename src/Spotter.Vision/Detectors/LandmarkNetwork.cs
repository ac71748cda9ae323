using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;
using Spotter.Vision.Images;
using Spotter.Vision.Models;

namespace Spotter.Vision.Detectors;

/// <summary>
/// The small network that finds eyes, nose and mouth in a face; docs/models/landmarks.md says how it was made.
/// Immutable and safe to share between threads.
/// </summary>
#pragma warning disable CA1001 // plans of one thread hold nothing but memory
internal sealed class LandmarkNetwork
#pragma warning restore CA1001
{
    /// <summary>Pixels of the square that the network sees, each way.</summary>
    public const int Side = 48;

    /// <summary>The square that the network sees is so many times as long as the face's box.</summary>
    public const double Factor = 1.25;

    /// <summary>A place in the square is (output / this) + 0.5.</summary>
    public const float OutputScale = 4;

    private const int NumberCount = 2 * FaceLandmarks.Count;

    private static readonly Lazy<LandmarkNetwork> Instance = new(static () =>
        new LandmarkNetwork(
            NetworkFormat.Read(EmbeddedModels.Read("landmarks.network"), "the built-in model of landmarks")
        )
    );

    // Right eye, left eye, nose, right corner of the mouth, left one: where they lie on average.
    private static readonly Point[] Places =
    [
        new(0.36, 0.41),
        new(0.64, 0.41),
        new(0.5, 0.57),
        new(0.38, 0.72),
        new(0.62, 0.72),
    ];

    private readonly NetworkContent _content;
    private readonly PlanPool _plans;

    /// <param name="content">A network of gray squares with ten outputs.</param>
    /// <exception cref="ArgumentException">The network is of another kind.</exception>
    public LandmarkNetwork(NetworkContent content)
    {
        if (
            content.Network is not Sequential network
            || network.InputShape != TensorShape.Image(Side, Side, 1)
            || network.OutputShape.Length != NumberCount
        )
        {
            throw new ArgumentException(
                $"a network of landmarks takes gray pictures of {Side} x {Side} and answers {NumberCount} numbers"
            );
        }

        _content = content;
        _plans = new PlanPool(content.Network, batch: 2);
    }

    /// <summary>The built-in one.</summary>
    public static LandmarkNetwork Default => Instance.Value;

    /// <summary>Where the parts of a face are.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="face">The face as networks box it: brows to chin.</param>
    public FaceLandmarks Find(Frame frame, Box face)
    {
        TurnedSquare square = TurnedSquare.Around(face, Factor);
        (GrayImage gray, int factor) = frame.GrayFor(square.Side / Side);
        FaceLandmarks found = Find(gray, square.ReducedBy(factor));
        return factor == 1 ? found : found.Transform(factor, 0, 0);
    }

    /// <inheritdoc cref="Find(Frame, Box)"/>
    /// <param name="gray">The picture.</param>
    /// <param name="face">The face as networks box it: brows to chin.</param>
    public FaceLandmarks Find(GrayImage gray, Box face) => Find(gray, TurnedSquare.Around(face, Factor));

    private FaceLandmarks Find(GrayImage gray, TurnedSquare square)
    {
        Span<Point> points = stackalloc Point[FaceLandmarks.Count];
        Look(gray, square, points);

        // Seen upright and in the middle, places are surer.
        Look(gray, TurnedSquare.Fit(points, Places), points);
        return FaceLandmarks.Of(points);
    }

    // A face and its mirror image have the same places: the mean of both errs less than either.
    private void Look(GrayImage gray, TurnedSquare square, Span<Point> points)
    {
        Span<byte> pixels = stackalloc byte[2 * Side * Side];
        square.CutBothWays(gray.View, Side, pixels);
        var samples = new float[pixels.Length];
        _content.Normalization.Apply(pixels, samples);
        Span<float> answers = stackalloc float[2 * NumberCount];
        _plans.Run(samples, 2, answers);
        for (int i = 0; i < points.Length; i++)
        {
            int other = NumberCount + (2 * FaceLandmarks.Mirrored[i]);
            points[i] = square.ToPicture(
                new Point(
                    ((answers[2 * i] - answers[other]) / (2 * OutputScale)) + 0.5,
                    ((answers[(2 * i) + 1] + answers[other + 1]) / (2 * OutputScale)) + 0.5
                )
            );
        }
    }
}
