namespace Spotter.Vision.Detectors;

/// <summary>What the score of a box that a cascade found is.</summary>
public enum CascadeScoring
{
    /// <summary>The best sum of votes in the last stage among the windows that were grouped.</summary>
    LastStage,

    /// <summary>
    /// How many windows were grouped: a box of n windows is found with min neighbours up to n - 1. A search with min
    /// neighbours 1 thereby answers what every stricter setting finds.
    /// </summary>
    Neighbors,
}
