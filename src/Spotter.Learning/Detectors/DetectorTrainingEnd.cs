namespace Spotter.Learning.Detectors;

/// <summary>Why the training of a detector ended.</summary>
public enum DetectorTrainingEnd
{
    /// <summary>All stages are trained.</summary>
    Completed,

    /// <summary>The scenes hold too few windows that the detector still takes for objects.</summary>
    NegativesRanOut,

    /// <summary>No weak classifier tells the remaining negatives from the objects.</summary>
    Inseparable,
}
