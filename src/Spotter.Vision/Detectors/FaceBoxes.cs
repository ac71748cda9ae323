using Spotter.Vision.Networks;

namespace Spotter.Vision.Detectors;

/// <summary>How detectors box a face: cascades a square with some room, networks from brows to chin.</summary>
internal static class FaceBoxes
{
    /// <summary>What a cascade boxes, in parts of what the network boxes: medians over 54 faces that both
    /// found.</summary>
    public static readonly RelativeRegion Square = new(-0.182, -0.146, 1.365, 1.16);

    /// <summary>What the network would box, in parts of what a cascade boxes.</summary>
    public static readonly RelativeRegion Tight = new(
        -Square.X / Square.Width,
        -Square.Y / Square.Height,
        1 / Square.Width,
        1 / Square.Height
    );

    /// <summary>The square that a cascade would box, in parts of what a detector boxes.</summary>
    public static RelativeRegion SquareFor(IDetector faces) => IsNetwork(faces) ? Square : RelativeRegion.Whole;

    /// <summary>What the network would box, in parts of what a detector boxes.</summary>
    public static RelativeRegion TightFor(IDetector faces) => IsNetwork(faces) ? RelativeRegion.Whole : Tight;

    /// <summary>Whether faces are boxed from brows to chin, as a network does.</summary>
    public static bool IsNetwork(IDetector faces) =>
        faces switch
        {
            LandmarkedFaces landmarked => IsNetwork(landmarked.Faces),
            NamedDetector named => IsNetwork(named.Inner),
            _ => faces is NetworkDetector,
        };
}
