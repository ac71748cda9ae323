using System.Globalization;

namespace Spotter.Vision.Evaluation;

/// <summary>When a detection counts as having found a thing.</summary>
public sealed class MatchCriterion
{
    private const double MaxWidthRatio = 2;

    private readonly Func<Box, Box, bool> _accepts;

    private MatchCriterion(string name, Func<Box, Box, bool> accepts)
    {
        Name = name;
        _accepts = accepts;
    }

    /// <summary>
    /// For faces, where everybody draws the box differently: the detection's centre lies inside the true box, and one
    /// is at most twice as wide as the other.
    /// </summary>
    public static MatchCriterion CenterInside { get; } =
        new("centre inside, width within a factor of 2", static (detection, truth) =>
        {
            // Doubled coordinates keep the centre of an odd box whole.
            long x = (2L * detection.X) + detection.Width;
            long y = (2L * detection.Y) + detection.Height;
            return x >= 2L * truth.X
                && x < 2L * truth.Right
                && y >= 2L * truth.Y
                && y < 2L * truth.Bottom
                && detection.Width <= MaxWidthRatio * truth.Width
                && truth.Width <= MaxWidthRatio * detection.Width;
        });

    /// <summary>The criterion in words.</summary>
    public string Name { get; }

    /// <summary>Intersection over union of at least <paramref name="minIoU"/>: PASCAL VOC takes 0.5.</summary>
    /// <param name="minIoU">Above 0, at most 1.</param>
    public static MatchCriterion Overlap(double minIoU) =>
        minIoU is > 0 and <= 1
            ? new MatchCriterion(
                string.Create(CultureInfo.InvariantCulture, $"IoU {minIoU:0.##} or more"),
                (detection, truth) => detection.IntersectionOverUnion(truth) >= minIoU
            )
            : throw new ArgumentOutOfRangeException(
                nameof(minIoU),
                minIoU,
                $"min IoU must be above 0 and at most 1, got {minIoU}"
            );

    /// <summary>Whether <paramref name="detection"/> is close enough to <paramref name="truth"/>.</summary>
    public bool Accepts(Box detection, Box truth) => _accepts(detection, truth);
}
