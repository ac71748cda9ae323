namespace Spotter.Learning.Detectors;

/// <summary>What the training of a detector is busy with.</summary>
public enum DetectorTrainingPhase
{
    /// <summary>Cuts the objects out and prepares them.</summary>
    Preparing,

    /// <summary>Searches scenes for windows that the detector so far takes for objects.</summary>
    Mining,

    /// <summary>Adds weak classifiers.</summary>
    Boosting,

    /// <summary>Trains a network, step by step.</summary>
    Learning,

    /// <summary>Looks at what was kept aside.</summary>
    Measuring,
}
