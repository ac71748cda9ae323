using Spotter.Vision;

namespace Spotter.Applications;

/// <summary>How smiles are told.</summary>
public sealed record SmileOptions
{
    /// <summary>The network where true; where false, <c>haarcascade_smile</c> in the lower part of a face.</summary>
    public bool UsesNetwork { get; init; } = true;

    /// <summary>
    /// Candidates that a smile of the cascade needs; null takes the measured default, higher is stricter.
    /// </summary>
    public int? MinNeighbors
    {
        get;
        init => field = value is null ? null : new DetectionOptions { MinNeighbors = value.Value }.MinNeighbors;
    }

    /// <summary>Whether eyes are looked for as well.</summary>
    public bool WithEyes { get; init; }
}
