using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Evaluations;

/// <summary>What became of one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Pictures">What it did with each picture, in the order of the labels.</param>
/// <param name="MillisecondsPerPicture">The median time of a search as users run it, on one thread a picture; reading
/// is not counted.</param>
public sealed record ModelEvaluation(
    ModelUnderTest Model,
    IReadOnlyList<PictureEvaluation> Pictures,
    double MillisecondsPerPicture
)
{
    /// <summary>Recall, precision and false alarms at every threshold.</summary>
    public DetectionCurve Curve { get; } = DetectionCurve.Of(Pictures.Select(static picture => picture.Lenient));

    /// <summary>The point at which users run it; its threshold is not known.</summary>
    public OperatingPoint AsRun { get; } =
        DetectionCurve.Of(Pictures.Select(static picture => picture.AsRun)).Points[^1] with
        {
            Threshold = double.NaN,
        };
}
