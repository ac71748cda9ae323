namespace Spotter.Vision.Evaluation;

/// <summary>A thing that is in a picture, of the one class that is evaluated.</summary>
/// <param name="Box">Where, in pixels of the picture as shown.</param>
/// <param name="IsIgnored">True for a region that counts neither way: finding it is no hit, missing it no miss.</param>
public readonly record struct TruthBox(Box Box, bool IsIgnored = false);
