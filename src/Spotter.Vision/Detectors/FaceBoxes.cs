using Spotter.Vision.Networks;

namespace Spotter.Vision.Detectors;

/// <summary>How detectors box a face: cascades a square with some room, networks from brows to chin.</summary>
internal static class FaceBoxes
{
    // What a cascade boxes where the network boxes as it does: medians over 54 faces that both found.
    private static readonly RelativeRegion Square = new(-0.182, -0.146, 1.365, 1.16);

    /// <summary>The square that a cascade would box, in parts of what a detector boxes.</summary>
    public static RelativeRegion SquareFor(IDetector faces) => faces is NetworkDetector ? Square : RelativeRegion.Whole;
}
