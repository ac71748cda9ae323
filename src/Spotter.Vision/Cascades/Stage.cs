namespace Spotter.Vision.Cascades;

/// <summary>A group of weak classifiers whose votes are added; a window below the threshold is rejected.</summary>
/// <param name="FirstClassifier">Index of the first weak classifier.</param>
/// <param name="ClassifierCount">Number of weak classifiers, at least 1.</param>
/// <param name="Threshold">The sum that a window needs, as the file has it.</param>
public readonly record struct Stage(int FirstClassifier, int ClassifierCount, float Threshold)
{
    /// <summary>
    /// OpenCV compares with a threshold that is lower by this much, so that rounding in training costs no hit.
    /// </summary>
    internal const float ThresholdTolerance = 1e-5f;

    /// <summary>The threshold as it is compared.</summary>
    internal float EffectiveThreshold => Threshold - ThresholdTolerance;
}
