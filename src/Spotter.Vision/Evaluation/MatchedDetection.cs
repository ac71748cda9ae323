namespace Spotter.Vision.Evaluation;

/// <summary>What became of a detection.</summary>
public enum MatchOutcome
{
    /// <summary>It found a thing that nothing before it had found.</summary>
    Hit,

    /// <summary>It found nothing, or what another had found already.</summary>
    FalseAlarm,

    /// <summary>It lies in a region that does not count.</summary>
    Ignored,
}

/// <summary>A detection and what became of it.</summary>
/// <param name="Detection">The detection.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="TruthIndex">The thing that it found, as an index; -1 where it found none.</param>
public readonly record struct MatchedDetection(Detection Detection, MatchOutcome Outcome, int TruthIndex);
